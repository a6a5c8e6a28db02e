/** A DNS server on loopback, to which functions go in place of Lambda's. */
import { createSocket } from "node:dgram";
import * as dns from "dns-packet";

export interface ScriptedDns {
  /** `TXT _healthy.example.com`, in the order in which it was asked. */
  asked: string[];
  /** Undefined: it does not answer. */
  answer: dns.Packet | undefined;
  stop(): Promise<void>;
}

export const text = (name: string, ...data: string[]): dns.Packet => ({
  answers: [{ type: "TXT", name, ttl: 10, data }],
});

export async function startDns(): Promise<ScriptedDns> {
  const server = createSocket("udp4");
  const scripted: ScriptedDns = {
    asked: [],
    answer: undefined,
    async stop() {
      delete process.env.DNS_SERVERS;
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  server.on("message", (message, { port, address }) => {
    const { id = 0, questions = [] } = dns.decode(message);
    scripted.asked.push(...questions.map(({ type, name }) => `${type} ${name}`));
    if (scripted.answer) {
      server.send(dns.encode({ id, type: "response", questions, ...scripted.answer }), port, address);
    }
  });
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  process.env.DNS_SERVERS = `127.0.0.1:${server.address().port}`;
  return scripted;
}
