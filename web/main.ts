// Starts the page: theme, language, session, in this order; then the session runs by itself.
import { effect } from '@preact/signals-core';
import { followLanguage } from './locales';
import type { GnApp } from './pages/gn-app';
import './pages/gn-app';
import { keepPage } from './state/offline';
import { bindSettings } from './state/remember';
import { Session } from './state/session';
import { readTheme } from './widgets/colour';

const session = new Session();
bindSettings(session);

const dark = matchMedia('(prefers-color-scheme: dark)');
function applyTheme(): void {
  const chosen = session.settings.theme.value;
  const theme = chosen === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen;
  document.documentElement.dataset.theme = theme;
  readTheme(document.documentElement);
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paper);
}
effect(applyTheme);
dark.addEventListener('change', applyTheme);

const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
const noText = () => {
  session.notice.value = { kind: 'no-language' };
};
void followLanguage(session.settings, true, noText).then(() => {
  const app = document.querySelector<GnApp>('gn-app');
  if (app) app.session = session;
});
void session.start(still);
void keepPage();
// Pictures of one's own name the classes, in every view.
if (session.settings.data.peek() === 'own')
  void import('./state/own-pictures').then(({ picturesOf }) => picturesOf(session));
