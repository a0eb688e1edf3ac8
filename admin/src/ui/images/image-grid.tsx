import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ImageView } from "../../../../contract/images.ts";
import type { ApiList } from "../../api/index.ts";
import { useFormat, useTexts } from "../../i18n/index.ts";
import { Pill } from "../marks.tsx";
import { imageTexts } from "./texts.ts";

/** The images of the library side by side; each is a button. */
export function ImageGrid(props: {
  list: ApiList<ImageView>;
  q: string;
  onPick: (image: ImageView) => void;
  picked?: string;
}): ReactNode {
  const t = useTexts(imageTexts);
  const { items, query } = props.list;
  if (items.length === 0 && !query.isPending)
    return <p className="k-muted">{props.q ? t("nothing", { q: props.q }) : t("empty")}</p>;
  return (
    <div className="k-stack">
      <ul className="i-grid">
        {items.map((image) => (
          <li key={image.id}>
            <Tile image={image} onPick={props.onPick} picked={props.picked === image.url} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <div>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Tile(props: {
  image: ImageView;
  onPick: (image: ImageView) => void;
  picked: boolean;
}): ReactNode {
  const t = useTexts(imageTexts);
  const format = useFormat();
  const { image } = props;
  return (
    <button
      type="button"
      className="i-tile"
      aria-pressed={props.picked || undefined}
      onClick={() => props.onPick(image)}
    >
      <span className="i-shade">
        <img src={image.path} alt={image.alt} loading="lazy" decoding="async" />
      </span>
      <span className="i-words">
        <b>{image.name}</b>
        <span className="k-small k-muted">
          {image.width} × {image.height}, {format.bytes(image.bytes)}
        </span>
        {image.licence.expired && <Pill tone="danger">{t("expired")}</Pill>}
      </span>
    </button>
  );
}
