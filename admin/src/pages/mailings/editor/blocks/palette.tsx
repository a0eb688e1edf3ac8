import { ActionIcon } from "@mantine/core";
import {
  IconAddressBook,
  IconAlertCircle,
  IconBox,
  IconCalendarEvent,
  IconCode,
  IconColumns2,
  IconHourglass,
  IconLayoutNavbar,
  IconMinus,
  IconPhoto,
  IconScale,
  IconShare,
  IconSpacingVertical,
  IconSquareRoundedChevronRight,
  IconTrash,
  IconTypography,
  IconVideo,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { BlockType } from "../../../../../../contract/blocks.ts";
import type { SavedSectionView } from "../../../../../../contract/editing.ts";
import { api, invalidate, queryClient, useApiQuery } from "../../../../api/index.ts";
import { showDone, showProblem, useTexts } from "../../../../ui/index.ts";
import { blockTexts } from "./block-texts.ts";
import { startDrag } from "./dragging.ts";
import { useBlocks } from "./use-blocks.ts";

export const BLOCK_ICONS: Readonly<Record<BlockType | "columns", Icon>> = {
  text: IconTypography,
  image: IconPhoto,
  button: IconSquareRoundedChevronRight,
  columns: IconColumns2,
  header: IconLayoutNavbar,
  product: IconBox,
  event: IconCalendarEvent,
  advisor: IconAddressBook,
  video: IconVideo,
  countdown: IconHourglass,
  social: IconShare,
  divider: IconMinus,
  spacer: IconSpacingVertical,
  html: IconCode,
  imprint: IconAlertCircle,
  legal: IconScale,
};
export const BLOCK_ORDER = Object.keys(BLOCK_ICONS) as (BlockType | "columns")[];

/** Blocks to add by click, drag or Enter, and sections kept for again. */
export function Palette(): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  if (acts.readOnly) return null;
  return (
    <div className="k-stack">
      <p className="k-base">{t("addHelp")}</p>
      <div className="b-palette" role="group" aria-label={t("palette")}>
        {BLOCK_ORDER.map((type) => {
          const TypeIcon = BLOCK_ICONS[type];
          return (
            <button
              key={type}
              type="button"
              className="b-new"
              draggable
              onDragStart={(event) => startDrag(event, { type })}
              onClick={() => acts.add(type)}
            >
              <TypeIcon size={20} stroke={1.6} aria-hidden="true" />
              {t(`types.${type}`)}
            </button>
          );
        })}
      </div>
      <SavedSections />
    </div>
  );
}

function SavedSections(): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const query = useApiQuery<{ items: SavedSectionView[] }>("/saved-sections");
  const items = query.data?.items ?? [];
  const forget = (saved: SavedSectionView): void => {
    api.delete(`/saved-sections/${saved.id}`).then(
      () => {
        void invalidate(queryClient, ["/saved-sections"]);
        showDone(t("savedDeleted", { name: saved.name }));
      },
      (error: unknown) => showProblem(error),
    );
  };
  return (
    <details className="m-fold" open={items.length > 0}>
      <summary>{t("saved")}</summary>
      {items.length === 0 && <p className="k-base">{t("savedNone")}</p>}
      <ul className="b-saved">
        {items.map((saved) => (
          <li key={saved.id}>
            <button type="button" className="b-row" onClick={() => acts.addSection(saved.section)}>
              {saved.name}
            </button>
            <ActionIcon
              variant="subtle"
              aria-label={t("savedDelete", { name: saved.name })}
              onClick={() => forget(saved)}
            >
              <IconTrash size={16} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </details>
  );
}
