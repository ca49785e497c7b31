import type { LiveWorkspace } from '../../common/contract/index.ts';
import { apiCurl } from '../agents/agent-curl.ts';

export type Framework = 'express' | 'flask';

/** Where the snippets listen, and what is registered for them. */
export const HANDLER_URL = 'http://127.0.0.1:3000/hook';

/** A whole handler: it checks the signature, streams voice answers and answers texts. */
export function handlerSnippet(framework: Framework, workspace: LiveWorkspace): string {
  switch (framework) {
    case 'express':
      return express(workspace);
    case 'flask':
      return flask(workspace);
  }
}

/** Registers the handler; the answer holds the secret. */
export function registerCurl(workspace: LiveWorkspace): string {
  return apiCurl(workspace, 'POST', '/v1/webhooks', { url: HANDLER_URL });
}

function express(workspace: LiveWorkspace): string {
  return `// npm i express && AGENTPHONE_WEBHOOK_SECRET=whsec_… node handler.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';

const secret = process.env.AGENTPHONE_WEBHOOK_SECRET;
const app = express();

app.post('/hook', express.raw({ type: '*/*' }), async (req, res) => {
  const signed = \`\${req.get('X-Webhook-Timestamp')}.\${req.body}\`;
  const wanted = Buffer.from('sha256=' + createHmac('sha256', secret).update(signed).digest('hex'));
  const given = Buffer.from(req.get('X-Webhook-Signature') ?? '');
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return res.sendStatus(401);

  const event = JSON.parse(req.body);
  if (event.event === 'agent.message' && event.channel === 'voice') {
    res.type('application/x-ndjson');
    res.write(JSON.stringify({ text: 'One moment.', interim: true }) + '\\n');
    return res.end(JSON.stringify({ text: \`You said: \${event.data.transcript}\` }) + '\\n');
  }
  res.sendStatus(200);
  if (event.event !== 'agent.message') return;
  await fetch('${workspace.apiUrl}/v1/messages', {
    method: 'POST',
    headers: {
      Authorization: 'Bearer ${workspace.apiKey}',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      agent_id: event.agentId,
      to_number: event.data.from,
      body: \`You wrote: \${event.data.message}\`,
    }),
  });
});

app.listen(3000, '127.0.0.1');
`;
}

function flask(workspace: LiveWorkspace): string {
  return `# pip install flask requests && AGENTPHONE_WEBHOOK_SECRET=whsec_… python handler.py
import hashlib, hmac, json, os
import requests
from flask import Flask, Response, abort, request

secret = os.environ["AGENTPHONE_WEBHOOK_SECRET"].encode()
app = Flask(__name__)

@app.post("/hook")
def hook():
    body = request.get_data()
    signed = request.headers["X-Webhook-Timestamp"].encode() + b"." + body
    wanted = "sha256=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()
    given = request.headers.get("X-Webhook-Signature", "")
    if not hmac.compare_digest(wanted.encode(), given.encode()):
        abort(401)

    event = json.loads(body)
    if event["event"] == "agent.message" and event["channel"] == "voice":
        def lines():
            yield json.dumps({"text": "One moment.", "interim": True}) + "\\n"
            yield json.dumps({"text": "You said: " + event["data"]["transcript"]}) + "\\n"
        return Response(lines(), mimetype="application/x-ndjson")
    if event["event"] == "agent.message":
        requests.post(
            "${workspace.apiUrl}/v1/messages",
            headers={"Authorization": "Bearer ${workspace.apiKey}"},
            json={
                "agent_id": event["agentId"],
                "to_number": event["data"]["from"],
                "body": "You wrote: " + event["data"]["message"],
            },
        )
    return "", 200

app.run(host="127.0.0.1", port=3000)
`;
}
