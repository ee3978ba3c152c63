// What the page and its service worker tell each other.
export interface Missing {
  readonly name: string; // below the page's folder
  readonly bytes: number;
}
