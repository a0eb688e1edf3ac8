import { IconLock } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import type { Block } from "../../../../../../contract/blocks.ts";
import { useTexts } from "../../../../ui/index.ts";
import { blockTexts } from "./block-texts.ts";
import type { Selected } from "./block-document.ts";
import { BLOCK_ICONS } from "./palette.tsx";
import { blockWords } from "./section-words.ts";
import { useBlocks } from "./use-blocks.ts";

/** All sections and blocks as a list: select, and move with Alt and the arrows. */
export function Structure(): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const keys =
    (what: Selected) =>
    (event: KeyboardEvent): void => {
      const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (acts.readOnly || (event.key !== "Delete" && !(event.altKey && by !== 0))) return;
      event.preventDefault();
      if (by === 0) acts.remove(what);
      else acts.step(what, by);
    };
  const row = (what: Selected, content: ReactNode): ReactNode => {
    const chosen = acts.selected?.kind === what.kind && acts.selected.id === what.id;
    return (
      <button
        type="button"
        className="b-row"
        aria-current={chosen || undefined}
        onClick={() => acts.select(what)}
        onKeyDown={keys(what)}
      >
        {content}
      </button>
    );
  };
  return (
    <div>
      <h3 className="k-cap">{t("structure")}</h3>
      <button
        type="button"
        className="b-row"
        aria-current={acts.selected === undefined || undefined}
        onClick={() => acts.select(undefined)}
      >
        {t("fields.frame")}
      </button>
      <ol className="b-tree">
        {acts.document.sections.map((section, index) => (
          <li key={section.id}>
            {row(
              { kind: "section", id: section.id },
              <>
                {section.name ?? `${t("section")} ${index + 1}`}
                {section.locked && <IconLock size={14} aria-label={t("locked")} />}
              </>,
            )}
            <ol>
              {section.columns.flatMap((column) =>
                column.blocks.map((block) => (
                  <li key={block.id}>
                    {row({ kind: "block", id: block.id }, <BlockName block={block} />)}
                  </li>
                )),
              )}
            </ol>
          </li>
        ))}
      </ol>
    </div>
  );
}

function BlockName({ block }: { block: Block }): ReactNode {
  const t = useTexts(blockTexts);
  const TypeIcon = BLOCK_ICONS[block.type];
  const words = blockWords(block);
  return (
    <>
      <TypeIcon size={16} stroke={1.6} aria-hidden="true" />
      <span>{t(`types.${block.type}`)}</span>
      {words && <span className="b-rowwords">{words}</span>}
    </>
  );
}
