// What a view stands in: the page's one <main>; in a lesson or in somebody's page, which have their own, a section.
import { html, literal } from 'lit/static-html.js';
import type { Session } from '../state/session';

export const framed = html;
export const frame = ({ embedded }: Session) => (embedded ? literal`section` : literal`main`);
