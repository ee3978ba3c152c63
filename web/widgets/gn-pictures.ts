// Pictures of one's own before they are learnt: classes by folder or by name, a few of each as the network will see
// them, what was left out and why.
import { html, nothing } from 'lit';
import { PIXELS, SIDE } from '../engine/pictures';
import { count, t } from '../locales';
import { MOST_CLASSES, MOST_PICTURES } from '../state/own-pictures';
import { type Draft, type DraftClass, draftOf, type Skipped } from '../state/picture-draft';
import { MOST_FILE, MOST_SIDE } from '../state/picture-files';
import type { Training } from '../state/training';
import { ramps } from './colour';
import { GnElement } from './element';
import { FilesDrop } from './file-drop';
import { icons } from './icons';
import { picturesStyles } from './pictures-styles';
import { Raster } from './raster';
import { shared } from './styles';

const SHOWN = 6; // of each class
const LISTED = 40; // files left out
const NAMED = 200; // letters of a file's name

export class GnPictures extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
  };
  declare training: Training;

  #raster = new Raster();
  readonly #drop = new FilesDrop(this, (items) => this.#draft.addDropped(items));

  static override styles = [shared, picturesStyles];

  get #draft() {
    return draftOf(this.session);
  }

  override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    this.#paint();
  }

  override render() {
    const draft = this.#draft.now.value;
    if (!draft) return nothing;
    const { classes, reading } = draft;
    const verdict = this.#draft.verdict;
    return html`<dialog
      aria-labelledby="title"
      class=${this.#drop.isOver ? 'over' : ''}
      @close=${() => this.#draft.drop()}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      <div class="body">
        <h2 id="title">${t('pictures.title')}</h2>
        ${classes.length === 0 ? html`<p class="quiet">${t('pictures.how')}</p>` : this.#classes(classes)}
        ${this.#add(classes.length > 0)}
        ${
          reading
            ? html`<p role="status">${t('pictures.reading', { done: count(reading.done), of: count(reading.of) })}</p>
                <progress aria-label=${t('pictures.title')} max=${reading.of || 1} value=${reading.done}></progress>`
            : nothing
        }
        ${this.#left(draft)}
        ${
          verdict
            ? html`<p class="wrong" role="alert">
                ${t(`pictures.verdict.${verdict}`, { name: classes[0]?.name ?? '', most: MOST_CLASSES })}
              </p>`
            : nothing
        }
        ${
          classes.length > 0
            ? nothing
            : html`<p class="quiet">
                ${t('pictures.limits', {
                  classes: MOST_CLASSES,
                  pictures: count(MOST_PICTURES),
                  side: count(MOST_SIDE),
                  file: MOST_FILE / 2 ** 20,
                })}
              </p>`
        }
        <div class="row end">
          <button class="button" type="button" @click=${() => this.#draft.drop()}>${t('pictures.cancel')}</button>
          <button
            class="button primary"
            type="button"
            ?disabled=${classes.length === 0 || verdict !== undefined || reading !== undefined}
            @click=${this.#learn}
          >
            ${t('pictures.learn')}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  #classes(classes: readonly DraftClass[]) {
    return html`<ul class="classes" aria-label=${t('pictures.classes')}>
        ${classes.map(
          ({ id, name, shots }) => html`<li>
            <input
              aria-label=${t('pictures.className')}
              placeholder=${t('pictures.className')}
              maxlength="80"
              dir="auto"
              .value=${name}
              @change=${(event: Event) => this.#rename(id, event)}
            />
            <span class="count">${t(shots.length === 1 ? 'pictures.oneOf' : 'pictures.count', { count: count(shots.length) })}</span>
            <button
              type="button"
              class="out"
              aria-label=${t('pictures.leaveOut', { name })}
              title=${t('pictures.leaveOut', { name })}
              @click=${() => this.#draft.remove(id)}
            >
              ${icons.clear}
            </button>
            <span class="shots">${shots.slice(0, SHOWN).map((_, i) => html`<canvas data-class=${id} data-shot=${i}></canvas>`)}</span>
          </li>`,
        )}
      </ul>
      <p class="quiet">
        ${t('pictures.seen')}
        <span class="scale" role="img" aria-label=${t('pictures.scale')}><span>0</span><i></i><span>1</span></span>
        ${t('pictures.test')}
      </p>
      <label class="invert">
        <input
          type="checkbox"
          .checked=${this.#draft.invert}
          @change=${(event: Event) => {
            this.#draft.chosenInvert.value = (event.target as HTMLInputElement).checked;
          }}
        />
        ${t('pictures.invert')}
      </label>`;
  }

  #add(more: boolean) {
    const folders = 'webkitdirectory' in HTMLInputElement.prototype;
    const pick = (id: string) => this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.click();
    return html`<div class=${more ? 'row' : 'zone'}>
      ${
        folders
          ? html`<button class="button" type="button" @click=${() => pick('folder')}>
                ${t(more ? 'pictures.moreFolder' : 'pictures.folder')}
              </button>
              <input id="folder" type="file" webkitdirectory multiple hidden aria-label=${t('pictures.folder')} @change=${this.#picked} />`
          : nothing
      }
      <button class="button" type="button" @click=${() => pick('files')}>
        ${t(more ? 'pictures.moreFiles' : 'pictures.files')}
      </button>
      <input id="files" type="file" accept="image/*" multiple hidden aria-label=${t('pictures.files')} @change=${this.#picked} />
      ${more ? nothing : html`<span class="quiet">${t('pictures.drop')}</span>`}
    </div>`;
  }

  #left({ skipped, merged }: Draft) {
    const line = ({ name, why, size }: Skipped) => html`<li>
      <bdi>${name.length > NAMED ? `…${name.slice(-NAMED)}` : name}</bdi>
      <span>${t(`pictures.why.${why}`, {
        w: count(size[0] ?? 0),
        h: count(size[1] ?? 0),
        side: count(MOST_SIDE),
        file: MOST_FILE / 2 ** 20,
        most: count(MOST_PICTURES),
      })}</span>
    </li>`;
    return html`${merged.length > 0 ? html`<p role="status">${t('pictures.merged', { names: merged.join(', ') })}</p>` : nothing}
      ${
        skipped.length > 0
          ? html`<details ?open=${skipped.length <= 4}>
              <summary>${t(skipped.length === 1 ? 'pictures.skippedOne' : 'pictures.skipped', { count: count(skipped.length) })}</summary>
              <ul class="skipped">
                ${skipped.slice(0, LISTED).map(line)}
                ${skipped.length > LISTED ? html`<li>${t('pictures.more', { count: count(skipped.length - LISTED) })}</li>` : nothing}
              </ul>
            </details>`
          : nothing
      }`;
  }

  // ---------------------------------------------------------------- what is done

  #rename(id: number, event: Event): void {
    const field = event.target as HTMLInputElement;
    this.#draft.rename(id, field.value);
    field.value = this.#draft.now.peek()?.classes.find((each) => each.id === id)?.name ?? '';
  }

  #picked = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const files = [...(field.files ?? [])];
    field.value = '';
    this.#draft.addList(files);
  };

  #learn = async () => {
    await this.#draft.take();
    this.training.beginAgain();
  };

  #paint(): void {
    const ink = ramps.value;
    const classes = new Map(this.#draft.now.peek()?.classes.map((each) => [each.id, each]));
    const way = this.#draft.invert ? 'inverted' : 'asIs';
    if (!ink) return;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const shot = classes.get(Number(canvas.dataset.class))?.shots[Number(canvas.dataset.shot)];
      if (!shot) continue;
      const values = new Float32Array(PIXELS);
      for (const [i, each] of shot[way].entries()) values[i] = each / 255;
      this.#raster.draw(values, SIDE, SIDE, ink, 'pixels');
      canvas.width = SIDE;
      canvas.height = SIDE;
      canvas.getContext('2d')?.drawImage(this.#raster.canvas, 0, 0);
    }
  }
}

customElements.define('gn-pictures', GnPictures);
