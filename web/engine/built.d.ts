// Addresses of build outputs, see vite.config.ts. Missing ones have not been built; web/state/files.ts reads them.
declare module 'virtual:built' {
  export const core: string | undefined;
  export const text: string | undefined; // the module of src/text.h
  export const words: string | undefined; // the module of src/words.h
  export const models: Readonly<Record<string, string>>;
  export const generated: string; // folder of mnist/ and fashion/, with its last slash
}
