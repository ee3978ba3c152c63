// What the page tells the learner in a line of its own.
export type Notice =
  | {
      readonly kind:
        | 'trap'
        | 'no-panel'
        | 'no-language'
        | 'no-line'
        | 'bad-line'
        | 'no-core'
        | 'no-weights'
        | 'no-pictures'
        | 'no-table'
        | 'not-a-picture'
        | 'weights-unread';
    }
  | {
      readonly kind: 'unknown-link' | 'broken-link' | 'long-link' | 'unknown-setting' | 'unknown-word';
      readonly where: string;
    }
  | { readonly kind: 'not-these-weights' }
  | { readonly kind: 'blank-picture' }
  | { readonly kind: 'taken'; undo(): void };
