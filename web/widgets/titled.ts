// A panel's heading with its "?" beside it.
import { html, type TemplateResult } from 'lit';
import './gn-about';

// `name`: of the panel, in words; `heading`: what stands there, if that is more than the name.
export const titled = (topic: string, name: string, heading: unknown = name): TemplateResult =>
  html`<div class="titled"><h2>${heading}</h2><gn-about topic=${topic} .panel=${name}></gn-about></div>`;
