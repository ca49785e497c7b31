import { FileDown, ImageOff, Link } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLive } from '../../state/live-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { type OwnMedia, ownMedia } from '../media-kinds.ts';
import styles from './media.module.css';
import { type MediaContent, useMedia } from './use-media.ts';

/**
 * An attachment. It is shown if it is stored here, and only named if it would be loaded from
 * elsewhere.
 */
export function Media(props: { url: string; from: string }) {
  const { url, from } = props;
  const apiUrl = useLive((live) => live.state?.workspace.apiUrl ?? '');
  const media = ownMedia(url, apiUrl);
  if (media === null) {
    return (
      <Chip icon={<Link size={15} />} url={url}>
        <span className={styles.elsewhere}>{url}</span>
      </Chip>
    );
  }
  return media.kind === 'file' ? (
    <KeptFile url={url} media={media} />
  ) : (
    <Shown url={url} from={from} media={media} />
  );
}

function Shown(props: { url: string; from: string; media: OwnMedia }) {
  const { url, from, media } = props;
  const { box, content } = useMedia(media.name);
  const [broken, setBroken] = useState(false);
  if (broken || content === 'gone') {
    return (
      <Chip icon={<ImageOff size={15} />} url={url}>
        <span>
          {broken ? 'This attachment cannot be shown here' : 'This attachment is no longer here'}
        </span>
      </Chip>
    );
  }
  const onError = () => setBroken(true);
  switch (media.kind) {
    case 'picture':
      return (
        <span ref={box} className={styles.frame}>
          {content === null ? null : (
            <Picture url={url} from={from} content={content} onError={onError} />
          )}
        </span>
      );
    case 'sound':
      return (
        <span ref={box} className={styles.sound}>
          {content === null ? null : (
            // biome-ignore lint/a11y/useMediaCaption: nobody wrote down what is in it
            <audio controls src={content.src} aria-label={`Sound from ${from}`} onError={onError} />
          )}
        </span>
      );
    case 'film':
      return (
        <span ref={box} className={styles.frame}>
          {content === null ? null : (
            // biome-ignore lint/a11y/useMediaCaption: nobody wrote down what is in it
            <video controls src={content.src} aria-label={`Video from ${from}`} onError={onError} />
          )}
        </span>
      );
    case 'file':
      return null;
    default:
      return media.kind satisfies never;
  }
}

function Picture(props: { url: string; from: string; content: MediaContent; onError(): void }) {
  const { url, from, content, onError } = props;
  const [large, setLarge] = useState(false);
  const alt = `Picture from ${from}`;
  return (
    <>
      <button
        type="button"
        className={styles.open}
        aria-label={`${alt}, larger`}
        onClick={() => setLarge(true)}
      >
        <img className={styles.picture} src={content.src} alt={alt} onError={onError} />
      </button>
      <Dialog open={large} wide title={alt} onClose={() => setLarge(false)}>
        <img className={styles.large} src={content.src} alt={alt} />
        <span className={styles.address}>
          <span>{url}</span>
          <CopyIcon text={url} label="Copy the address" />
        </span>
      </Dialog>
    </>
  );
}

/** A file that the window cannot show, but can save. */
function KeptFile(props: { url: string; media: OwnMedia }) {
  const { url, media } = props;
  const { control } = useServices();
  const save = () =>
    control.media(media.name).then((blob) => saveFile(media.name, blob), reportFailure);
  return (
    <Chip icon={<FileDown size={15} />} url={url}>
      <button type="button" className={styles.save} onClick={() => void save()}>
        Save {media.name.slice(media.name.lastIndexOf('.'))} file
      </button>
    </Chip>
  );
}

function Chip(props: { icon: ReactNode; url: string; children: ReactNode }) {
  return (
    <span className={styles.attachment} title={props.url}>
      {props.icon}
      {props.children}
      <CopyIcon text={props.url} label="Copy the address" />
    </span>
  );
}
