// embed.html, for an iframe: ?widgets=pad,network,bars&model=lenet5&language=zh. Besides `widgets` the query says what
// <gn-session> takes as attributes.
import '../embed';
import { effect } from '@preact/signals-core';
import { locale, t, tag } from '../locales';
import { ATTRIBUTES, type GnSession } from './gn-session';

const WIDGETS: Readonly<Record<string, string>> = {
  pad: 'gn-draw-pad',
  stages: 'gn-stages',
  notation: 'gn-notation',
  models: 'gn-model-picker',
  network: 'gn-inspector', // bare
  inspector: 'gn-inspector',
  bars: 'gn-bars',
  samples: 'gn-samples',
  descent: 'gn-slopes', // bare
  slopes: 'gn-slopes',
};
const USUAL = ['pad', 'network', 'bars'];

const query = new URLSearchParams(location.search);
const wanted = (query.get('widgets') ?? '').split(',').filter((name) => Object.hasOwn(WIDGETS, name));
const names = [...new Set(wanted.length > 0 ? wanted : USUAL)];

const session = document.createElement('gn-session') as GnSession;
for (const [name, value] of query) if (ATTRIBUTES.includes(name)) session.setAttribute(name, value);
for (const name of names) {
  const widget = document.createElement(WIDGETS[name] as string);
  widget.className = name;
  widget.toggleAttribute('bare', name === 'network' || name === 'descent');
  if (WIDGETS[name] === 'gn-slopes') widget.setAttribute('start', query.get('slopes') ?? '');
  session.append(widget);
}
// Fetched where it is wanted.
if (names.some((name) => WIDGETS[name] === 'gn-slopes')) void import('../widgets/gn-slopes');
const main = document.querySelector('main');
main?.append(session);

effect(() => {
  document.documentElement.lang = tag(locale.value);
  document.title = t('app.title');
  main?.setAttribute('aria-label', t('app.main'));
});
