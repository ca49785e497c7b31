import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { CopyIcon } from '../../ui/copy.tsx';
import styles from './bubble.module.css';

/** An attachment; what is not a picture, or not here, is named instead. */
export function Media(props: { url: string }) {
  const [failed, setFailed] = useState(false);
  const local = props.url.startsWith('data:') || props.url.startsWith('blob:');
  return failed || !local ? (
    <span className={styles.attachment}>
      <ImageOff size={15} />
      <span>{props.url}</span>
      <CopyIcon text={props.url} label="Copy the address" />
    </span>
  ) : (
    <img
      className={styles.image}
      src={props.url}
      alt="Attachment"
      onError={() => setFailed(true)}
    />
  );
}
