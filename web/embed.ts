// The widgets for a page of one's own, as one module; docs/embedding.md says how. A session is defined before the
// widgets, so that each finds one when it wakes.
import './embed/gn-session';
import './widgets/gn-bars';
import './widgets/gn-draw-pad';
import './widgets/gn-model-picker';
import './widgets/gn-inspector';
import './widgets/gn-notation';
import './widgets/gn-readout';
import './widgets/gn-samples';
import './widgets/gn-stages';

export type { Answer, GnSession } from './embed/gn-session';
