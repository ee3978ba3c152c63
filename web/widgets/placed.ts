// A widget over something that is stepped through: the step of training, unless it is given another place.
import { stepOf } from '../state/step';
import type { Place } from '../state/step-place';
import { GnElement } from './element';
import type { Lens } from './lens';
import { stepLens } from './step-lens';

export class GnPlaced extends GnElement {
  static override properties = {
    ...GnElement.properties,
    place: { attribute: false },
    lens: { attribute: false },
  };
  declare place: Place | undefined;
  declare lens: Lens | undefined; // over that place

  protected get step(): Place {
    return this.place ?? stepOf(this.session);
  }

  protected get via(): Lens {
    return this.lens ?? stepLens(this.session);
  }
}
