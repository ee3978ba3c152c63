// What dist/ holds when the rest of it is built (vite.offline.config.ts).
declare module 'virtual:files' {
  export const files: { url: string; revision: string | null }[]; // the page
  export const data: Readonly<Record<string, { version: string; bytes: number }>>; // by name, below the page's folder
}
