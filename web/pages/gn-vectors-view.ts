// Vectors: a table that is looked up, and what the place of a token adds.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { type VectorsLab, vectorsOf } from '../state/vectors';
import { GnElement } from '../widgets/element';
import '../widgets/gn-lookup';
import '../widgets/gn-places';
import '../widgets/gn-text-parts';
import { shared } from '../widgets/styles';

export class GnVectorsView extends GnElement {
  #lab: VectorsLab | undefined;

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: block;
        min-width: 0;
      }
      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-4) clamp(28px, 4vw, 72px);
        align-items: start;
        padding: var(--space-2) var(--edge) var(--space-6);
      }
      @media (max-width: 1099px) {
        main {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lab = vectorsOf(this.session);
  }

  override render() {
    const { session } = this;
    const lab = this.#lab;
    if (!lab) return nothing;
    return html`<main aria-label=${t('vectors.main')}>
      <gn-text-parts .session=${session}></gn-text-parts>
      <gn-lookup .session=${session} .lab=${lab}></gn-lookup>
      <gn-places .session=${session} .lab=${lab}></gn-places>
    </main>`;
  }
}

customElements.define('gn-vectors-view', GnVectorsView);
