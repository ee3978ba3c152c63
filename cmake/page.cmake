# What the page takes from the core: build/wasm/glassnet.wasm, text.wasm where there is text, and the layout of structs
# as TypeScript.
set(generated ${PROJECT_SOURCE_DIR}/web/engine/generated)

# A module that exports what a public header declares: a name followed by "(" at the end of a declaration's type.
function(page_module name header library)
  file(STRINGS ${header} declarations REGEX "^[a-z][a-z0-9_ ]*[ *]gn_[a-z0-9_]+\\(")
  set(exports _malloc _free)
  foreach(line IN LISTS declarations)
    string(REGEX MATCH "gn_[a-z0-9_]+\\(" function "${line}")
    string(REPLACE "(" "" function "${function}")
    list(APPEND exports "_${function}")
  endforeach()
  list(JOIN exports "," exports)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})

  add_executable(${name} cmake/module.c)
  set_target_properties(${name} PROPERTIES SUFFIX .wasm)
  target_link_libraries(${name} PRIVATE ${library})
  target_link_options(
    ${name} PRIVATE --no-entry -sSTANDALONE_WASM -sWASM_BIGINT -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2147483648
    -sINITIAL_MEMORY=4194304 -sTOTAL_STACK=1048576 -sEXPORTED_FUNCTIONS=${exports})
endfunction()

page_module(glassnet src/glassnet.h glassnet_core)
page_module(text src/text.h glassnet_text)
glassnet_program(layout tools/layout.c)
add_custom_command(
  TARGET layout POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
  COMMAND ${run_wasm} $<TARGET_FILE:layout> > ${generated}/layout.ts)
