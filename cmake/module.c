// What emcc links a module without main from. An assert that fails there is a trap, which the page catches; the C
// library's own would bring its printing along.
_Noreturn void __assert_fail(const char *condition, const char *file, int line, const char *function);

_Noreturn void __assert_fail(const char *condition, const char *file, int line, const char *function) {
  (void)condition, (void)file, (void)line, (void)function;
  __builtin_trap();
}
