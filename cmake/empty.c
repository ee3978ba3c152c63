// emcc wants a source of its own to link a module without main; ISO C wants it not to be empty.
extern int glassnet_module;
