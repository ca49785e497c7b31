import type {
  AskedMessage,
  AskedPart,
  AskedRequest,
  ModelRequestItem,
  OfferedTool,
} from '../../../common/contract/index.ts';
import { prettyJson } from '../../format/json-tokens.ts';
import { Code, JsonText } from '../../ui/code.tsx';
import { Tag } from '../../ui/labels.tsx';
import styles from './model-view.module.css';
import { counted, cutWords, excerptOf, lengthOf, sameAsBefore } from './request-words.ts';

/** What was sent: messages, tools and the rest; the bare body where it cannot be taken apart. */
export function AskedBody(props: {
  item: ModelRequestItem;
  before: ModelRequestItem | null;
  /** Whether all of it is unfolded at first; null: what is new. */
  allOpen: boolean | null;
}) {
  const { item, before, allOpen } = props;
  const { request, body } = item;
  if (request === null) {
    const cut = cutWords(body);
    return (
      <>
        <p className={styles.note}>
          {cut === null
            ? 'This form is unknown here, so it is shown as it was sent.'
            : `The body was ${cut}, so it is shown as it was sent.`}
        </p>
        <div className={styles.raw}>
          <Code>{body.text}</Code>
        </div>
      </>
    );
  }
  return (
    <>
      <Messages
        messages={request.messages}
        before={before?.request?.messages ?? []}
        allOpen={allOpen}
      />
      <Tools tools={request.tools} open={allOpen ?? false} />
      <Parameters parameters={request.parameters} open={allOpen ?? false} />
    </>
  );
}

/** Messages repeated from the request before are folded into one line, to show what is new. */
function Messages(props: {
  messages: readonly AskedMessage[];
  before: readonly AskedMessage[];
  allOpen: boolean | null;
}) {
  const { messages, before, allOpen } = props;
  const same = sameAsBefore(messages, before);
  const shown = messages.slice(same);
  return (
    <>
      {same === 0 ? null : (
        <details className={styles.fold} open={allOpen ?? false}>
          <summary>
            {same === 1 ? 'The same message' : `The same ${same} messages`} as in the request before
          </summary>
          <div className={styles.nested}>
            {messages.slice(0, same).map((message, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place
              <Message key={index} message={message} open={allOpen ?? false} />
            ))}
          </div>
        </details>
      )}
      {shown.map((message, index) => (
        <Message
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place
          key={index}
          message={message}
          open={allOpen ?? (same > 0 || index === shown.length - 1)}
        />
      ))}
    </>
  );
}

function Message(props: { message: AskedMessage; open: boolean }) {
  const { message, open } = props;
  return (
    <details className={styles.fold} open={open}>
      <summary>
        <Tag tone={message.role === 'system' ? 'accent' : undefined}>{message.role}</Tag>
        <span className={styles.excerpt}>{excerptOf(message)}</span>
        <span className={styles.size}>{counted(lengthOf(message))} characters</span>
      </summary>
      {message.parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are known by their place
        <Part key={index} part={part} />
      ))}
    </details>
  );
}

function Part({ part }: { part: AskedPart }) {
  switch (part.kind) {
    case 'text':
      return <Code>{part.text}</Code>;
    case 'toolCall':
      return <ToolCall name={part.name} args={part.arguments} />;
    case 'toolResult':
      return (
        <>
          <h4>{part.name ?? 'A tool'} answered</h4>
          <Json text={part.text} />
        </>
      );
    case 'other':
      return <Json text={part.json} />;
  }
}

/** A tool with its arguments; `cut` says so where they are not whole. */
export function ToolCall(props: { name: string; args: string; cut?: string | null }) {
  const { name, args, cut = null } = props;
  return (
    <>
      <h4>
        Calls {name}
        {cut === null ? null : `, arguments ${cut}`}
      </h4>
      <Json text={args} />
    </>
  );
}

function Json({ text }: { text: string }) {
  return (
    <Code>
      <JsonText text={prettyJson(text) ?? text} />
    </Code>
  );
}

function Tools({ tools, open }: { tools: readonly OfferedTool[]; open: boolean }) {
  if (tools.length === 0) return <p className={styles.none}>No tools were offered.</p>;
  return (
    <details className={styles.fold} open={open}>
      <summary>
        <span className={styles.what}>
          {tools.length === 1 ? '1 tool' : `${tools.length} tools`} offered
        </span>
        <span className={styles.excerpt}>{tools.map(({ name }) => name).join(', ')}</span>
      </summary>
      {tools.map((tool, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a request may name a tool twice
        <div key={index}>
          <h4>{tool.name}</h4>
          <p className={styles.about}>{tool.description}</p>
          <Json text={JSON.stringify(tool.parameters)} />
        </div>
      ))}
    </details>
  );
}

function Parameters(props: Pick<AskedRequest, 'parameters'> & { open: boolean }) {
  const { parameters, open } = props;
  const fields = Object.entries(parameters);
  if (fields.length === 0) return null;
  return (
    <details className={styles.fold} open={open}>
      <summary>
        <span className={styles.what}>Parameters</span>
        <span className={styles.excerpt}>
          {fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')}
        </span>
      </summary>
      <Json text={JSON.stringify(parameters)} />
    </details>
  );
}
