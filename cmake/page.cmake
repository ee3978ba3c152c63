# What the page takes from the core: build/wasm/glassnet.wasm, and the layout of its structs as TypeScript.
set(generated ${PROJECT_SOURCE_DIR}/web/engine/generated)

# The exports are what the public header declares: a name followed by "(" at the end of a declaration's type.
file(STRINGS src/glassnet.h declarations REGEX "^[a-z][a-z0-9_ ]*[ *]gn_[a-z0-9_]+\\(")
set(exports _malloc _free)
foreach(line IN LISTS declarations)
  string(REGEX MATCH "gn_[a-z0-9_]+\\(" name "${line}")
  string(REPLACE "(" "" name "${name}")
  list(APPEND exports "_${name}")
endforeach()
list(JOIN exports "," exports)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS src/glassnet.h)

add_executable(glassnet cmake/empty.c)
set_target_properties(glassnet PROPERTIES SUFFIX .wasm)
target_link_libraries(glassnet PRIVATE glassnet_core)
target_link_options(
  glassnet PRIVATE --no-entry -sSTANDALONE_WASM -sWASM_BIGINT -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2147483648
  -sINITIAL_MEMORY=4194304 -sTOTAL_STACK=1048576 -sEXPORTED_FUNCTIONS=${exports})
glassnet_program(layout tools/layout.c)
add_custom_command(
  TARGET layout POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
  COMMAND ${run_wasm} $<TARGET_FILE:layout> > ${generated}/layout.ts)
