# build/release/glassnet: the command-line program. Without cJSON the core and its tests still build.
find_library(CJSON cjson)
find_path(CJSON_INCLUDE cjson/cJSON.h)
file(GLOB cli_sources CONFIGURE_DEPENDS tools/cli_*.c)
if(CJSON AND CJSON_INCLUDE)
  glassnet_program(glassnet tools/glassnet.c ${cli_sources})
  target_include_directories(glassnet PRIVATE ${CJSON_INCLUDE})
  target_link_libraries(glassnet PRIVATE ${CJSON})
  target_compile_definitions(
    glassnet PRIVATE _POSIX_C_SOURCE=200809L # getline, clock_gettime
                     CLI_TEXT_DATA="${PROJECT_SOURCE_DIR}/build/data/text") # of tools/pack_text.mjs
else()
  message(WARNING "cJSON is missing (Debian: libcjson-dev): no command-line program")
endif()
