import { Copy, ExternalLink, List, Phone, Reply } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveMessage } from '../../../common/contract/index.ts';
import { useRun } from '../../state/window-context.tsx';
import { Mono } from '../../ui/labels.tsx';
import styles from './whatsapp-parts.module.css';

/** The parts of a WhatsApp message besides its text: buttons, or the button that was tapped. */
export function WhatsAppParts(props: { message: LiveMessage }) {
  const { message } = props;
  const { whatsapp } = message;
  switch (whatsapp?.kind) {
    case undefined:
      return null;
    case 'reply':
      return (
        <span className={styles.payload}>
          <Reply size={12} /> payload <Mono>{whatsapp.id}</Mono>
        </span>
      );
    case 'cta':
      return (
        <Choices label="Link">
          <Opens
            icon={<ExternalLink size={13} />}
            title={whatsapp.display_text}
            to={whatsapp.url}
          />
        </Choices>
      );
    case 'buttons':
      return (
        <Choices label="Buttons">
          {whatsapp.buttons.map(({ id, title }) => (
            <Choice key={id} message={message} id={id} title={title} />
          ))}
        </Choices>
      );
    case 'list':
      return (
        <Choices label={whatsapp.button}>
          <span className={styles.head}>
            <List size={13} /> {whatsapp.button}
          </span>
          {whatsapp.sections.map((section) => (
            <div key={section.rows[0]?.id} className={styles.section}>
              {section.title === null ? null : <small>{section.title}</small>}
              {section.rows.map(({ id, title, description }) => (
                <Choice
                  key={id}
                  message={message}
                  id={id}
                  title={title}
                  description={description}
                />
              ))}
            </div>
          ))}
        </Choices>
      );
    case 'template':
      return (
        <Choices label="Template">
          <span className={styles.head}>
            Template <Mono>{whatsapp.name}</Mono> · {whatsapp.language}
            {whatsapp.header === null ? null : ` · ${whatsapp.header}`}
          </span>
          {whatsapp.footer === null ? null : <small>{whatsapp.footer}</small>}
          {whatsapp.buttons.map(({ id, title, type }) =>
            type === 'QUICK_REPLY' ? (
              <Choice key={`${type} ${id}`} message={message} id={id} title={title} />
            ) : (
              <Opens key={`${type} ${id}`} icon={ICONS[type]} title={title} to={id} />
            ),
          )}
        </Choices>
      );
  }
}

const ICONS: Readonly<Record<string, ReactNode>> = {
  URL: <ExternalLink size={13} />,
  PHONE_NUMBER: <Phone size={13} />,
  COPY_CODE: <Copy size={13} />,
  OTP: <Copy size={13} />,
};

function Choices(props: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={props.label} className={styles.choices}>
      {props.children}
    </div>
  );
}

/** A button on the person's phone. Tapping it answers the agent. */
function Choice(props: {
  message: LiveMessage;
  id: string;
  title: string;
  description?: string | null;
}) {
  const { message, id, title, description } = props;
  const run = useRun();
  return (
    <button
      type="button"
      className={styles.choice}
      disabled={message.status === 'failed'}
      onClick={() => void run('text.tap', { messageId: message.id, choiceId: id })}
    >
      {title}
      {description ? <small>{description}</small> : null}
    </button>
  );
}

/** A button that opens or copies something on a phone. Here it is only shown. */
function Opens(props: { icon: ReactNode; title: string; to: string }) {
  return (
    <span className={styles.opens} title={props.to}>
      {props.icon} {props.title} <small>{props.to}</small>
    </span>
  );
}
