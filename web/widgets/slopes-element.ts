// What the widgets of descent share: one lab, given by the view or made from the widget's own `start`, as text.
import { need } from '../locales';
import { SlopesLab } from '../state/slopes';
import { GnElement } from './element';

export class SlopesElement extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false }, start: {} };
  declare lab: SlopesLab;
  declare start: string | undefined; // see state/slopes-text.ts

  protected override willUpdate(): void {
    if (!this.lab && this.session) {
      this.lab = new SlopesLab(this.session, this.start ?? '');
      for (const part of ['deep', 'train', 'slopes'] as const) void need(part);
    }
    void this.lab?.begin();
  }
}
