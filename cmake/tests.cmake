# Each tests/**/test_*.c is one program and one CTest test; each tests/fuzz/fuzz_*.c one libFuzzer program.
enable_testing()
file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS tests/test_*.c)
foreach(source IN LISTS test_sources)
  file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR}/tests ${source})
  string(REPLACE "/test_" "_" name "${name}")
  string(REPLACE ".c" "" name "${name}")
  set(target "test_${name}")
  glassnet_program(${target} ${source})
  target_include_directories(${target} PRIVATE tests)
  add_test(NAME ${name} COMMAND ${run_wasm} $<TARGET_FILE:${target}>)
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endforeach()

if(GLASSNET_FUZZ)
  file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/fuzz_*.c)
  foreach(source IN LISTS fuzz_sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source} ${core_sources} ${text_sources} ${words_sources})
    target_include_directories(${name} PRIVATE src tests)
    # The core's coverage is what the fuzzer steers by, so it is built again with it.
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE m)
  endforeach()
endif()

# No test by itself: tests/tools/parity.test.mjs compares what each build's prints.
glassnet_program(loss_trace tests/net/loss_trace.c)
