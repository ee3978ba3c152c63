# What the page takes from the core: build/wasm/glassnet.wasm, text.wasm and words.wasm where they are wanted, and the layout of structs
# as TypeScript.
set(generated ${PROJECT_SOURCE_DIR}/web/engine/generated)

# A module that exports what public headers declare: a name followed by "(" at the end of a declaration's type.
function(page_module name library)
  set(exports _malloc _free)
  foreach(header IN LISTS ARGN)
    file(STRINGS ${header} declarations REGEX "^[a-z][a-z0-9_ ]*[ *]gn_[a-z0-9_]+\\(")
    foreach(line IN LISTS declarations)
      string(REGEX MATCH "gn_[a-z0-9_]+\\(" function "${line}")
      string(REPLACE "(" "" function "${function}")
      list(APPEND exports "_${function}")
    endforeach()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  endforeach()
  list(JOIN exports "," exports)

  add_executable(${name} cmake/module.c)
  set_target_properties(${name} PROPERTIES SUFFIX .wasm)
  target_link_libraries(${name} PRIVATE ${library})
  target_link_options(
    ${name} PRIVATE --no-entry -sSTANDALONE_WASM -sWASM_BIGINT -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2147483648
    -sINITIAL_MEMORY=4194304 -sTOTAL_STACK=1048576 -sEXPORTED_FUNCTIONS=${exports})
endfunction()

page_module(glassnet glassnet_core src/glassnet.h src/data.h src/train.h src/look.h src/surface.h)
page_module(text glassnet_text src/text.h)
page_module(words glassnet_words src/words.h)
glassnet_program(layout tools/layout.c)
add_custom_command(
  TARGET layout POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
  COMMAND ${run_wasm} $<TARGET_FILE:layout> > ${generated}/layout.ts)
