import type { ReactNode } from 'react';
import { classNames } from '../format/class-names.ts';
import { formatAs, formatMoment, type MomentForm } from '../format/date-format.ts';
import { useMinuteWords } from '../state/minutes.ts';
import { VisuallyHidden } from './labels.tsx';
import styles from './moment.module.css';

/**
 * A moment of product time in a short form, with the full date as its tooltip and for screen readers. `at` is
 * ISO 8601. `children` replace the short form, for example with a countdown.
 */
export function Moment(props: {
  at: string;
  as: MomentForm;
  className?: string | undefined;
  children?: ReactNode;
}) {
  const { at, as, className, children } = props;
  const words = useMinuteWords((nowMs) => formatAs(as, at, nowMs));
  const whole = formatMoment(at);
  return (
    <time dateTime={at} title={whole} className={classNames(styles.moment, className)}>
      <span aria-hidden="true">{children ?? words}</span>
      <VisuallyHidden>{whole}</VisuallyHidden>
    </time>
  );
}

const ISO_MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence from the server, with its ISO 8601 timestamps replaced by local dates. */
export function MomentsIn(props: { text: string }) {
  return momentsIn(props.text).map(({ at, text, isMoment }) =>
    isMoment ? <Moment key={at} at={text} as="day" /> : text,
  );
}

/** `at` is the offset of the piece in the sentence. */
function momentsIn(sentence: string) {
  let at = 0;
  return sentence.split(ISO_MOMENT).map((text, index) => {
    const piece = { at, text, isMoment: index % 2 === 1 };
    at += text.length;
    return piece;
  });
}
