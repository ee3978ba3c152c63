// The file field behind a button.
import type { LitElement } from 'lit';

export function chooseFile(host: LitElement): void {
  host.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
}

// The field is empty again at once: the same file may be chosen twice.
export function chosenFile(event: Event): File | undefined {
  const field = event.target as HTMLInputElement;
  const file = field.files?.[0];
  field.value = '';
  return file;
}
