import { derivedNumber, type House, type Level, type Rendering, tokenWithNumber } from "./house.ts";
import type { HitLeak, Pattern } from "./readers.ts";

/** A way in which a program like ours could give people away. Exists in the tests only. */
export interface Leak {
  name: string;
  level: Level;
  /** When people have to read for the leak to show. */
  pattern: Pattern;
  rendering?: (house: House) => Rendering;
  /** Between sending and reading: what such a program would have stored. */
  store?(house: House): Promise<void>;
  hit?: HitLeak;
}

let rendered: { account: number; number: string; link: number }[] = [];

export const LEAKS: readonly Leak[] = [
  {
    name: "writes each hit at once",
    level: "shared",
    pattern: "quiet",
    hit: ({ hits }) => hits.flush(),
  },
  {
    name: "logs each hit",
    level: "shared",
    pattern: "quiet",
    hit: ({ log }) => log.info({ status: 200 }, "hit"),
  },
  {
    name: "writes each number at once",
    level: "unique",
    pattern: "quiet",
    hit: ({ hits }) => hits.flush(),
  },
  {
    name: "derives the number from the person",
    level: "unique",
    pattern: "busy",
    rendering:
      () =>
      ({ tracking, links, key }) => {
        let contactId = 0;
        return {
          links: {
            ...links,
            make(use, subject) {
              contactId = subject.contactId ?? contactId;
              return links.make(use, subject);
            },
          },
          tracking: {
            ...tracking,
            unique: (account, mailing, numbers) =>
              numbers.map((link) =>
                tokenWithNumber(
                  key,
                  { account, mailing, link },
                  derivedNumber(key, contactId, link),
                ),
              ),
          },
        };
      },
  },
  {
    name: "keeps the numbers in the order of rendering",
    level: "unique",
    pattern: "busy",
    rendering: () => {
      rendered = [];
      return ({ tracking }) => ({
        tracking: {
          ...tracking,
          unique(account, mailing, links) {
            const tokens = tracking.unique(account, mailing, links);
            for (const token of tokens) {
              const opened = tracking.open(token);
              if (opened?.kind === "unique")
                rendered.push({ account, number: String(opened.number), link: opened.link });
            }
            return tokens;
          },
        },
      });
    },
    async store({ owner }) {
      await owner.query(
        "create table if not exists rendered_numbers (account_id int, link int, number bigint)",
      );
      await owner.query(
        "insert into rendered_numbers select * from unnest($1::int[], $2::int[], $3::bigint[])",
        [
          rendered.map((one) => one.account),
          rendered.map((one) => one.link),
          rendered.map((one) => one.number),
        ],
      );
    },
  },
];
