import { after } from '../state/window-clock.ts';

/** Has the browser save a text as a file. */
export function saveText(fileName: string, contentType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  after(60_000, () => URL.revokeObjectURL(url));
}
