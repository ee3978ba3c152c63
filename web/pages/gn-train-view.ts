// Train: controls | network | curves and the answer of the moment.
import { html } from 'lit';
import { t } from '../locales';
import { GnElement } from '../widgets/element';
import { shared } from '../widgets/styles';

export class GnTrainView extends GnElement {
  static override styles = [shared];

  override render() {
    return html`<main>${t('train.start')}</main>`;
  }
}

customElements.define('gn-train-view', GnTrainView);
