import { connect, type Socket } from "node:net";
import { once } from "node:events";

/** One SMTP conversation, line by line, as a mail server at the other end would have it. */
export interface SmtpTalk {
  /** Sends a line and gives the whole reply. */
  say(line: string): Promise<string>;
  /** Sends a message after 354 and gives the reply to its final dot. */
  send(message: string | Buffer): Promise<string>;
  close(): void;
}

export async function smtpTalk(port: number): Promise<SmtpTalk> {
  const socket: Socket = connect({ host: "127.0.0.1", port });
  let held = "";
  let ended = false;
  const news = new EventTarget();
  socket.setEncoding("utf8");
  socket.on("data", (text: string) => {
    held += text;
    news.dispatchEvent(new Event("more"));
  });
  const end = () => {
    ended = true;
    news.dispatchEvent(new Event("more"));
  };
  socket.on("close", end);
  socket.on("error", end);
  await once(socket, "connect");
  const reply = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(held)?.[0];
      if (whole !== undefined) {
        held = held.slice(whole.length);
        return whole.trim();
      }
      if (ended) throw new Error(`the server closed the connection after: ${held}`);
      await new Promise((resolve) => news.addEventListener("more", resolve, { once: true }));
    }
  };
  await reply();
  return {
    say(line) {
      socket.write(`${line}\r\n`);
      return reply();
    },
    send(message) {
      socket.write(message);
      socket.write("\r\n.\r\n");
      return reply();
    },
    close: () => socket.destroy(),
  };
}

/** Delivers one message and gives the reply to the final dot, or the refusal before it. */
export async function deliver(
  port: number,
  mail: { from?: string; to: string; message: string | Buffer },
): Promise<string> {
  const talk = await smtpTalk(port);
  try {
    await talk.say("EHLO mx.leser.example");
    await talk.say(`MAIL FROM:<${mail.from ?? "anna@leser.example"}>`);
    const rcpt = await talk.say(`RCPT TO:<${mail.to}>`);
    if (!rcpt.startsWith("250")) return rcpt;
    await talk.say("DATA");
    return await talk.send(mail.message);
  } finally {
    talk.close();
  }
}
