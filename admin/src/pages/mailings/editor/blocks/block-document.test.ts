import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockDocument } from "../../../../../../contract/blocks.ts";
import {
  allBlocks,
  copyOfSection,
  findBlock,
  insertBlock,
  moveBlockTo,
  newBlock,
  placeForNew,
  removeBlock,
  sectionOf,
  stepBlock,
  withColumns,
} from "./block-document.ts";

const start = (): BlockDocument => ({
  version: 1,
  settings: {},
  sections: [
    { id: "s1", columns: [{ id: "c1", blocks: [newBlock("text", "a"), newBlock("button", "b")] }] },
    {
      id: "s2",
      columns: [
        { id: "c2", blocks: [newBlock("image", "c")] },
        { id: "c3", blocks: [] },
      ],
    },
    { id: "s3", locked: true, columns: [{ id: "c4", blocks: [newBlock("legal", "d")] }] },
  ],
});
const order = (document: BlockDocument) =>
  document.sections.map((section) =>
    section.columns.map((column) => column.blocks.map((block) => block.id).join("")).join("|"),
  );

test("blocks step through columns and sections, and never into a locked one", () => {
  let document = start();
  const seen = [order(document).join(" ")];
  for (let turn = 0; turn < 4; turn++) {
    document = stepBlock(document, "a", 1);
    seen.push(order(document).join(" "));
  }
  assert.deepEqual(seen, ["ab c| d", "ba c| d", "b ac| d", "b ca| d", "b c|a d"]);
  assert.deepEqual(order(stepBlock(document, "a", 1)), order(document));
  assert.deepEqual(order(stepBlock(start(), "a", -1)), order(start()));
});

test("moving, removing and copying keep every block once", () => {
  const document = start();
  const to = { sectionId: "s1", columnId: "c1", index: 2 };
  assert.deepEqual(order(moveBlockTo(document, "a", to)), ["ba", "c|", "d"]);
  assert.deepEqual(order(moveBlockTo(document, "c", { ...to, index: 0 })), ["cab", "d"]);
  assert.deepEqual(order(removeBlock(document, "c")), ["ab", "d"]);
  const copy = copyOfSection(document, document.sections[2]!);
  assert.equal(copy.locked, undefined);
  const ids = allBlocks({ ...document, sections: [...document.sections, copy] }).map((b) => b.id);
  assert.equal(new Set(ids).size, ids.length);
  const folded = withColumns(document.sections[1]!, 1);
  assert.deepEqual(
    folded.columns[0]?.blocks.map((block) => block.id),
    ["c"],
  );
  assert.equal(withColumns(folded, 3).columns.length, 3);
});

test("what is new stands behind what is selected, else above the legal end", () => {
  const document = start();
  assert.deepEqual(placeForNew(document, { kind: "block", id: "a" }), {
    sectionId: "s1",
    columnId: "c1",
    index: 1,
  });
  assert.deepEqual(placeForNew(document, { kind: "section", id: "s2" }), {
    sectionId: "s2",
    columnId: "c3",
    index: 0,
  });
  assert.equal(placeForNew(document, { kind: "block", id: "d" }), 3);
  assert.equal(placeForNew(document, undefined), 2);
  const added = insertBlock(document, newBlock("spacer", "e"), {
    sectionId: "s1",
    columnId: "c1",
    index: 1,
  });
  assert.equal(findBlock(added, "e")?.place.index, 1);
  assert.equal(sectionOf(document, [], 2).columns.length, 2);
});
