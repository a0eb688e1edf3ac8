import pg from "pg";
import { growTree, leafBytes, leafHash, type TreeNode } from "../../server/consent/tree.ts";
import type { TestDatabase } from "./database.ts";

const TABLES = [
  "ledger_entries",
  "ledger_subjects",
  "ledger_payloads",
  "ledger_leaves",
  "ledger_nodes",
  "ledger_checkpoints",
  "ledger_erasures",
];

/** Somebody with every right on the database, who alters the ledger of one account. */
export interface Intruder {
  client: pg.Client;
  /** Remembers the ledger as it stands. */
  remember(): Promise<void>;
  /** Puts it back as it was remembered. */
  restore(): Promise<void>;
  /** Makes the tree anew from the entries, in the order of their numbers: all its hashes fit again. */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}

export async function intruder(base: TestDatabase): Promise<Intruder> {
  const client = new pg.Client(base.connection);
  await client.connect();
  const empty = () => client.query(`truncate ${TABLES.join(", ")}, ledger_queue cascade`);
  return {
    client,
    async remember() {
      for (const table of TABLES) {
        await client.query(`drop table if exists kept_${table}`);
        await client.query(`create table kept_${table} as table ${table}`);
      }
    },
    async restore() {
      await empty();
      for (const table of TABLES)
        await client.query(`insert into ${table} overriding system value table kept_${table}`);
      await client.query("truncate ledger_queue");
    },
    async rebuild() {
      const { rows } = await client.query<{
        account_id: number;
        id: string;
        public_id: string;
        at: Date;
        kind: string;
        commitment: Buffer;
      }>("select account_id, id, public_id, at, kind, commitment from ledger_entries order by id");
      await client.query("truncate ledger_leaves, ledger_nodes, ledger_queue");
      const tree = growTree();
      for (const [position, row] of rows.entries()) {
        const made: TreeNode[] = tree.append(
          leafHash(leafBytes({ ...row, publicId: row.public_id })),
        );
        await client.query("insert into ledger_leaves values ($1, $2, $3)", [
          row.account_id,
          position,
          row.id,
        ]);
        for (const node of made)
          await client.query("insert into ledger_nodes values ($1, $2, $3, $4)", [
            row.account_id,
            node.level,
            node.position,
            node.hash,
          ]);
      }
    },
    close: () => client.end(),
  };
}

/** Numbers that look random and are the same for the same seed. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Tampering = (intruder: Intruder, pick: (below: number) => number) => Promise<void>;

const nth = async ({ client }: Intruder, pick: (below: number) => number): Promise<number[]> => {
  const { rows } = await client.query<{ id: string }>(
    "select e.id from ledger_entries e join ledger_payloads p on p.entry_id = e.id order by e.id",
  );
  const first = pick(rows.length);
  const second = (first + 1 + pick(rows.length - 1)) % rows.length;
  return [Number(rows[first]!.id), Number(rows[second]!.id)];
};
const remove = async ({ client }: Intruder, id: number): Promise<void> => {
  await client.query("delete from ledger_leaves where entry_id = $1", [id]);
  await client.query("delete from ledger_payloads where entry_id = $1", [id]);
  await client.query("delete from ledger_erasures where entry_id = $1", [id]);
  await client.query("delete from ledger_entries where id = $1", [id]);
};
const alter =
  (statement: string): Tampering =>
  async (who, pick) => {
    const [id] = await nth(who, pick);
    const { rowCount } = await who.client.query(statement, [id]);
    if (!rowCount) throw new Error(`Nothing was altered: ${statement}`);
  };
const andRebuild =
  (tampering: Tampering): Tampering =>
  async (who, pick) => {
    await tampering(who, pick);
    await who.rebuild();
    // Who rebuilds a tree also throws away what was signed for the old one.
    await who.client.query("truncate ledger_checkpoints cascade");
  };
const swapEntries: Tampering = async (who, pick) => {
  const [one, two] = await nth(who, pick);
  await who.client.query(
    `update ledger_entries a set public_id = b.public_id || 'x', at = b.at, kind = b.kind, commitment = b.commitment
     from ledger_entries b where (a.id = $1 and b.id = $2) or (a.id = $2 and b.id = $1)`,
    [one, two],
  );
  await who.client.query("update ledger_entries set public_id = rtrim(public_id, 'x')");
};
const removeOne: Tampering = async (who, pick) => remove(who, (await nth(who, pick))[0]!);
const insertOne: Tampering = async (who, pick) => {
  const [id] = await nth(who, pick);
  await who.client.query(
    `insert into ledger_entries (account_id, id, public_id, at, kind, commitment) overriding system value
     select account_id, (select min(id) from ledger_entries) - 1, 'led_' || md5(random()::text), at, kind, sha256(commitment) from ledger_entries where id = $1`,
    [id],
  );
};

/** What somebody with every right on the database may do to the ledger, by name. */
export const tamperings: Record<string, Tampering> = {
  "alters a kind": alter("update ledger_entries set kind = 'notice_sent' where id = $1"),
  "alters a time": alter("update ledger_entries set at = at - interval '1 day' where id = $1"),
  "alters an id": alter(
    "update ledger_entries set public_id = 'led_' || md5(public_id) where id = $1",
  ),
  "alters a commitment": alter(
    "update ledger_entries set commitment = sha256(commitment) where id = $1",
  ),
  "flips a bit of a content": alter(
    "update ledger_payloads set ciphertext = set_byte(ciphertext, 50, get_byte(ciphertext, 50) # 1) where entry_id = $1",
  ),
  "deletes a content": alter("delete from ledger_payloads where entry_id = $1"),
  "assigns another purpose": alter(
    "update ledger_payloads set purpose = 'crm_campaign_email' where entry_id = $1",
  ),
  "assigns another person": alter(
    "update ledger_payloads p set subject_id = (select s.id from ledger_subjects s where s.id <> p.subject_id order by s.id limit 1) where entry_id = $1",
  ),
  "alters whose entries they are": alter(
    "update ledger_subjects s set subject_hash = sha256(s.subject_hash) from ledger_payloads p where p.entry_id = $1 and p.subject_id = s.id",
  ),
  "replaces a content by another": async (who, pick) => {
    const [one, two] = await nth(who, pick);
    await who.client.query(
      "update ledger_payloads p set ciphertext = o.ciphertext, subject_id = o.subject_id from ledger_payloads o where p.entry_id = $1 and o.entry_id = $2",
      [one, two],
    );
  },
  "deletes an entry": removeOne,
  "swaps two entries": swapEntries,
  "swaps two positions": async (who, pick) => {
    const [one, two] = await nth(who, pick);
    const { rows } = await who.client.query<{ position: string }>(
      "delete from ledger_leaves where entry_id in ($1, $2) returning position, entry_id",
      [one, two],
    );
    const [a, b] = rows.map((row) => row.position);
    await who.client.query(
      "insert into ledger_leaves select account_id, $3::bigint, $1::bigint from ledger_entries where id = $1 union all select account_id, $4::bigint, $2::bigint from ledger_entries where id = $2",
      [one, two, ...((await isAt(who, one!, two!, a!)) ? [b, a] : [a, b])],
    );
  },
  "alters an inner hash": async ({ client }, pick) => {
    const { rows } = await client.query<{ level: number; position: string }>(
      "select level, position from ledger_nodes order by level, position",
    );
    const node = rows[pick(rows.length)]!;
    await client.query(
      "update ledger_nodes set hash = sha256(hash) where level = $1 and position = $2",
      [node.level, node.position],
    );
  },
  "alters an entry and rebuilds the tree": andRebuild(
    alter("update ledger_entries set kind = 'notice_sent' where id = $1"),
  ),
  "deletes an entry and rebuilds the tree": andRebuild(removeOne),
  "swaps entries and rebuilds the tree": andRebuild(swapEntries),
  "inserts an entry and rebuilds the tree": andRebuild(insertOne),
  "appends an entry of its own making": async ({ client }) => {
    await client.query(
      "insert into ledger_entries (account_id, at, kind, commitment) select account_id, at, 'consent_granted', sha256(commitment) from ledger_entries order by id limit 1",
    );
    await client.query(
      `insert into ledger_payloads select p.account_id, (select max(id) from ledger_entries), p.subject_id, p.purpose, p.list_id, p.wording_version_id, p.ciphertext
       from ledger_payloads p order by p.entry_id limit 1`,
    );
  },
  "cuts off the end": async (who, pick) => {
    const { rows } = await who.client.query<{ id: string }>(
      "select id from ledger_entries order by id desc limit 8",
    );
    for (const { id } of rows.slice(0, 1 + pick(8))) await remove(who, Number(id));
    await who.rebuild();
    await who.client.query("truncate ledger_checkpoints cascade");
  },
  "alters a checkpoint": async ({ client }) => {
    await client.query("update ledger_checkpoints set root = sha256(root)");
  },
  "alters the note of an erasure": async ({ client }) => {
    await client.query("update ledger_erasures set entries = entries + 1");
  },
};

/** Whether `a` was the position of the first of the two entries before both were taken away. */
async function isAt({ client }: Intruder, one: number, two: number, a: string): Promise<boolean> {
  const { rows } = await client.query<{ entry_id: string }>(
    "select entry_id from kept_ledger_leaves where position = $1 and entry_id in ($2, $3)",
    [a, one, two],
  );
  return Number(rows[0]?.entry_id) === one;
}
