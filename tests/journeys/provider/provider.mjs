// A real OpenID provider on loopback: `node provider.mjs PORT REDIRECT PEOPLE`, where PEOPLE is JSON, name by subject.
// Whoever types a subject is that person: what is tested is what Liftroom does with those a provider vouches for.
import http from "node:http";
import { Provider } from "oidc-provider";

const [port, redirect, people] = process.argv.slice(2);
const names = JSON.parse(people);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "liftroom", client_secret: "a secret of tests", redirect_uris: [redirect] }],
  cookies: { keys: ["a key of tests"] },
  claims: { openid: ["sub"], email: ["email"], profile: ["name"] },
  conformIdTokenClaims: false, // name and e-mail stand in the token that Liftroom reads
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, subject) => ({
    accountId: subject,
    claims: () => ({ sub: subject, name: names[subject], email: `${subject}@team.example` }),
  }),
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const FORM = `<!doctype html><title>Provider</title>
<form method="post"><label>Who are you? <input name="subject" autofocus></label><button>Go on</button></form>`;

async function interact(request, answer) {
  if (request.method === "GET") {
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    answer.end(FORM);
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const subject = new URLSearchParams(body).get("subject");
  await provider.interactionFinished(request, answer, { login: { accountId: subject } });
}

const answer = provider.callback();
http
  .createServer((request, reply) => {
    if (request.url === "/favicon.ico") reply.writeHead(204).end();
    else if (request.url.startsWith("/interaction/")) interact(request, reply).catch((error) => reply.destroy(error));
    else answer(request, reply);
  })
  .listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
