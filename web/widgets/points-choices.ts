// The settings of the points themselves, as a training setting is: which of them the data have, their controls and chips.
import { html } from 'lit';
import type { Setting } from '../engine/train-settings';
import { t } from '../locales';
import type { PointsLab } from '../state/points';
import { OWN, TABLE_SET } from '../state/points-deal';
import { TABLE } from '../state/settings';
import './gn-setting';
import { settingName, settingValue } from './gn-setting';
import type { Chip } from './gn-train-settings';
import { icons } from './icons';

type Name = 'pointsClasses' | 'pointsNoise' | 'pointsCount' | 'pointsHeld' | 'pointsFlip';

// What is kept is a whole number, of hundredths where `per` is 100.
interface Choice {
  readonly name: Name;
  readonly least: number;
  readonly most: number;
  readonly per: number;
}

const CHOICES: readonly Choice[] = [
  { name: 'pointsClasses', least: 2, most: 12, per: 1 },
  { name: 'pointsNoise', least: 0, most: 0.5, per: 100 },
  { name: 'pointsCount', least: 20, most: 5000, per: 1 },
  { name: 'pointsHeld', least: 0, most: 0.9, per: 100 },
  { name: 'pointsFlip', least: 0, most: 1, per: 100 },
];
const IN_FRONT = 2; // with the learning rate and the activation function at most four

const settingOf = ({ name, least, most, per }: Choice): Setting => ({
  name,
  kind: per === 1 ? 'whole' : 'real',
  initial: TABLE[name].initial / per,
  least,
  most,
  choices: [],
});

function isUsable(lab: PointsLab, { name }: Choice): boolean {
  const dealing = lab.dealing.value;
  const set = dealing?.set ?? '';
  const made = set !== OWN && set !== TABLE_SET;
  const known = lab.maker.value?.sets.find((each) => each.name === set);
  if (name === 'pointsClasses') return set !== OWN && (known?.most ?? 0) > 2;
  if (name === 'pointsNoise' || name === 'pointsCount') return made;
  return name === 'pointsHeld' || (dealing?.points.classes ?? 0) > 0;
}

function control(lab: PointsLab, each: Choice) {
  const signal = lab.session.settings[each.name];
  return html`<gn-setting
    .setting=${settingOf(each)}
    .value=${signal.value / each.per}
    @set=${(event: CustomEvent<number>) => {
      signal.value = Math.round(event.detail * each.per);
    }}
  ></gn-setting>`;
}

export const choicesInFront = (lab: PointsLab) =>
  CHOICES.slice(0, IN_FRONT)
    .filter((each) => isUsable(lab, each))
    .map((each) => html`<div class="set">${control(lab, each)}</div>`);

export function otherChoices(lab: PointsLab) {
  const { pointsDeal } = lab.session.settings;
  const set = lab.dealing.value?.set;
  return html`<fieldset>
    <legend>${t('points.data')}</legend>
    ${CHOICES.slice(IN_FRONT)
      .filter((each) => isUsable(lab, each))
      .map((each) => control(lab, each))}
    <button
      class="button"
      type="button"
      title=${t('points.dealHint')}
      @click=${() => {
        pointsDeal.value = (pointsDeal.value + 1) % 2 ** 32;
      }}
    >
      ${icons.dice}${t(set === OWN || set === TABLE_SET ? 'points.split' : 'points.deal')}
    </button>
  </fieldset>`;
}

export function changedChoices(lab: PointsLab): Chip[] {
  const { settings } = lab.session;
  return CHOICES.filter(
    (each) => isUsable(lab, each) && settings[each.name].value !== TABLE[each.name].initial,
  ).map((each) => ({
    name: settingName(each.name),
    value: settingValue(settingOf(each), settings[each.name].value / each.per),
    reset: () => {
      settings[each.name].value = TABLE[each.name].initial;
    },
  }));
}
