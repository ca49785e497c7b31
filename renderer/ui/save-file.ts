import { after } from '../state/window-clock.ts';

/** Saves a text as a file, through the browser's download. */
export function saveText(fileName: string, contentType: string, text: string): void {
  saveFile(fileName, new Blob([text], { type: contentType }));
}

export function saveFile(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  after(60_000, () => URL.revokeObjectURL(url));
}
