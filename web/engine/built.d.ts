// Addresses of build outputs, see vite.config.ts. Missing ones have not been built.
declare module 'virtual:built' {
  export const core: string | undefined;
  export const models: Readonly<Record<string, string>>;
}
