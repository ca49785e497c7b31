import { FileIcon, Film, Link, Music, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatBytes } from '../../format/time-format.ts';
import { IconButton } from '../../ui/button.tsx';
import { kindOfType } from '../media-kinds.ts';
import styles from './attachment-list.module.css';
import { type Attachment, changeAttachments } from './attachments.ts';

/** The attachments of a draft, with buttons to open and remove them. */
export function AttachmentList(props: { draft: string; attachments: readonly Attachment[] }) {
  const { draft, attachments } = props;
  if (attachments.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Attachments">
      {attachments.map((attachment) => {
        const name = attachment.kind === 'file' ? attachment.file.name : attachment.url;
        return (
          <li key={attachment.id} className={styles.item}>
            {attachment.kind === 'file' ? (
              <FilePreview file={attachment.file} />
            ) : (
              <Link size={16} />
            )}
            <span className={styles.name}>
              <span title={name}>{name || 'Pasted'}</span>
              <small>
                {attachment.kind === 'file' ? formatBytes(attachment.file.size) : 'by its address'}
              </small>
            </span>
            <IconButton
              label={`Without ${name || 'what was pasted'}`}
              onClick={() =>
                changeAttachments(draft, (all) => all.filter(({ id }) => id !== attachment.id))
              }
            >
              <X size={14} />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}

function FilePreview({ file }: { file: File }) {
  const kind = kindOfType(file.type);
  const [src, setSrc] = useState<string | null>(null);
  useEffect(() => {
    if (kind !== 'picture') return;
    const url = URL.createObjectURL(file);
    setSrc(url);
    return () => URL.revokeObjectURL(url);
  }, [file, kind]);
  switch (kind) {
    case 'picture':
      return src === null ? (
        <span className={styles.thumb} />
      ) : (
        <img className={styles.thumb} src={src} alt="" />
      );
    case 'sound':
      return <Music size={16} />;
    case 'film':
      return <Film size={16} />;
    case 'file':
      return <FileIcon size={16} />;
    default:
      return kind satisfies never;
  }
}
