// Addresses of build outputs, see vite.config.ts. Missing ones have not been built; web/state/files.ts reads them.
declare module 'virtual:built' {
  export const core: string | undefined;
  export const models: Readonly<Record<string, string>>;
  export const samples: string; // folder of the test digits, with its last slash
}
