// A helper of the worker beside it.
import { help } from '../../web/engine/helper';

self.onmessage = ({ data }: MessageEvent<{ port: MessagePort; module: WebAssembly.Module }>) =>
  help(data.port, data.module, () => self.close());
