# Toolchain of the wasm preset: the one that the installed emcc brings, wherever it lies.
find_program(EMCC emcc REQUIRED)
execute_process(
  COMMAND em-config EMSCRIPTEN_ROOT
  OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
if(failed)
  get_filename_component(real "${EMCC}" REALPATH)
  get_filename_component(root "${real}" DIRECTORY)
endif()
include("${root}/cmake/Modules/Platform/Emscripten.cmake")
