import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { forgetPlacePapers } from "./forget-place-papers.ts";

let base: TestDatabase;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());

test("ORG-10 ORG-04: papers of a removed place prove it for three years to the end of the year, then they are deleted and noted", async () => {
  const { accountId } = await testAccount(base.db);
  const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
    base.db.account(accountId, work);
  await inAccount(async (tx) => {
    for (const [company, removed] of [
      ["Längst vorbei GmbH", "2022-12-31T10:00:00Z"],
      ["Vorbei GmbH", "2023-01-01T10:00:00Z"],
      ["Noch da GmbH", null],
    ]) {
      const { publicId } = await one<{ publicId: string }>(
        tx,
        sql`insert into places (account_id, role, company, country, contract_state, declared_by, created_at, updated_at, removed_at)
            values (${accountId}, 'other', ${company}, 'DE', 'signed', 'Mara', '2020-01-01', '2020-01-01', ${removed}) returning public_id`,
      );
      const file = await one<{ id: number }>(
        tx,
        sql`insert into stored_files (account_id, name, media_type, size_bytes, sha256, created_at) values (${accountId}, 'evidence', 'application/pdf', 1, decode(md5('x'), 'hex'), now()) returning id`,
      );
      await run(
        tx,
        sql`insert into evidence_files (account_id, subject, subject_id, name, media_type, size_bytes, sha256, file_id, uploaded_by, uploaded_at)
            values (${accountId}, 'places', ${publicId}, ${company}, 'application/pdf', 1, decode(repeat('00', 32), 'hex'), ${file.id}, 'Mara', '2020-01-01')`,
      );
    }
  });
  const forget = (at: string) => inAccount((tx) => forgetPlacePapers(tx, accountId, new Date(at)));
  const left = async () =>
    (
      await inAccount((tx) =>
        rows<{ name: string }>(tx, sql`select name from evidence_files order by name`),
      )
    ).map(({ name }) => name);
  assert.equal(await forget("2025-12-31T23:59:00Z"), 0);
  assert.equal(await forget("2026-01-01T00:10:00Z"), 1);
  assert.deepEqual(await left(), ["Noch da GmbH", "Vorbei GmbH"]);
  assert.equal(await forget("2027-01-01T00:10:00Z"), 1);
  assert.equal(await forget("2099-01-01T00:00:00Z"), 0);
  assert.deepEqual(await left(), ["Noch da GmbH"]);
  const { files, notes } = await inAccount((tx) =>
    one<{ files: number; notes: number }>(
      tx,
      sql`select (select count(*) from stored_files) as files,
            (select count(*) from audit_entries where action = 'evidence.removed' and detail ->> 'because' = 'time_over') as notes`,
    ),
  );
  assert.deepEqual([files, notes], [1, 2]);
});
