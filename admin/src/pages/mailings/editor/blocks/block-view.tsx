import { IconPhoto, IconPlayerPlayFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Block, BlockOf } from "../../../../../../contract/blocks.ts";
import type { BrandKitAnswer } from "../../../../../../contract/editing.ts";
import { localImage, useFormat, useTexts } from "../../../../ui/index.ts";
import { blockTexts } from "./block-texts.ts";
import { forEditor } from "./rich-html.ts";
import { labelOf } from "./rich-text.tsx";

/** A block on the canvas, close to the mail. What the mail really looks like shows the preview. */
export function BlockView({ block, kit }: { block: Block; kit: BrandKitAnswer }): ReactNode {
  switch (block.type) {
    case "header":
      return <HeaderView block={block} kit={kit} />;
    case "text":
      return <TextView block={block} />;
    case "image":
      return <ImageView block={block} />;
    case "button":
      return <ButtonView block={block} />;
    case "product":
      return <ProductView block={block} />;
    case "event":
      return <EventView block={block} />;
    case "social":
      return <SocialView block={block} kit={kit} />;
    case "advisor":
      return <AdvisorView block={block} />;
    case "imprint":
      return <Note name="imprintNote" />;
    case "legal":
      return <LegalView block={block} kit={kit} />;
    case "divider":
      return <hr className={`b-divider b-divider-${block.style}`} />;
    case "spacer":
      return <div style={{ height: block.height }} />;
    case "video":
      return <VideoView block={block} />;
    case "countdown":
      return <CountdownView block={block} />;
    case "html":
      return <HtmlView block={block} />;
  }
}

type EmptyName =
  | "text"
  | "image"
  | "button"
  | "product"
  | "event"
  | "social"
  | "advisor"
  | "video"
  | "countdown"
  | "html";

function Empty({ name }: { name: EmptyName }): ReactNode {
  const t = useTexts(blockTexts);
  return <p className="b-empty">{t(`empty.${name}`)}</p>;
}

function Note({ name }: { name: "imprintNote" | "legalNote" | "questionNote" }): ReactNode {
  const t = useTexts(blockTexts);
  return <p className="b-muted">{t(name)}</p>;
}

function HeaderView({ block, kit }: { block: BlockOf<"header">; kit: BrandKitAnswer }): ReactNode {
  const t = useTexts(blockTexts);
  return (
    <div className="b-head" data-align={block.align}>
      {kit.logo ? (
        <img
          src={new URL(kit.logo.url, window.location.href).pathname}
          alt={kit.accountName}
          style={{ width: kit.logo.width }}
        />
      ) : (
        <span className="b-headname">{kit.accountName}</span>
      )}
      {block.showDate && <span className="b-muted">{t("date")}</span>}
    </div>
  );
}

/** The author's text as React draws it: only elements that a text may have. */
function TextView({ block }: { block: BlockOf<"text"> }): ReactNode {
  if (block.html.replaceAll(/<[^>]*>/g, "").trim() === "") return <Empty name="text" />;
  return (
    <div className={`b-text b-text-${block.size}`} style={{ textAlign: block.align }}>
      {[...forEditor(block.html).childNodes].map(drawn)}
    </div>
  );
}

const DRAWN = new Set([
  "p",
  "h1",
  "h2",
  "h3",
  "ul",
  "ol",
  "li",
  "strong",
  "b",
  "em",
  "i",
  "u",
  "s",
]);

function drawn(node: ChildNode, index: number): ReactNode {
  if (node.nodeType === 3) return node.textContent;
  if (!(node instanceof HTMLElement)) return null;
  const field = node.dataset["field"];
  if (field !== undefined)
    return (
      <span key={index} className="b-chip">
        {labelOf(field)}
      </span>
    );
  const name = node.localName;
  if (name === "br") return <br key={index} />;
  const children = [...node.childNodes].map(drawn);
  if (name === "a")
    return (
      <span key={index} className="b-link">
        {children}
      </span>
    );
  const Tag = (DRAWN.has(name) ? name : "span") as "p";
  // Headings of the mail are no headings of this page.
  if (/^h[1-3]$/.test(name))
    return (
      <p key={index} className={`b-${name}`}>
        {children}
      </p>
    );
  return <Tag key={index}>{children}</Tag>;
}

function Picture(props: { src: string; alt: string; className?: string }): ReactNode {
  return props.src.trim() ? (
    <img className={props.className} src={localImage(props.src)} alt={props.alt} />
  ) : (
    <span className={`b-noimage ${props.className ?? ""}`}>
      <IconPhoto size={28} stroke={1.4} aria-hidden="true" />
    </span>
  );
}

function ImageView({ block }: { block: BlockOf<"image"> }): ReactNode {
  if (!block.src.trim()) return <Empty name="image" />;
  return (
    <div className="b-image">
      <div style={{ width: `${block.width}%` }} data-rounded={block.rounded || undefined}>
        <Picture src={block.src} alt={block.alt} />
      </div>
      {block.caption && <p className="b-muted">{block.caption}</p>}
    </div>
  );
}

function ButtonView({ block }: { block: BlockOf<"button"> }): ReactNode {
  const t = useTexts(blockTexts);
  return (
    <div style={{ textAlign: block.align }}>
      <span className={`b-button b-button-${block.style}`} data-full={block.fullWidth || undefined}>
        {block.label || t("empty.button")}
      </span>
    </div>
  );
}

function MoreLink({ label }: { label: string }): ReactNode {
  return label ? (
    <p>
      <span className="b-link b-strong">{label}</span>
    </p>
  ) : null;
}

function ProductView({ block }: { block: BlockOf<"product"> }): ReactNode {
  const t = useTexts(blockTexts);
  if (!block.name.trim() && !block.src.trim()) return <Empty name="product" />;
  return (
    <div className="b-beside">
      {block.src.trim() && <Picture className="b-thumb" src={block.src} alt={block.alt} />}
      <div>
        <p className="b-title">{block.name}</p>
        {block.text && <p className="b-lines">{block.text}</p>}
        {block.price && (
          <p>
            <b>{block.price}</b>
            {block.oldPrice && (
              <span className="b-muted">
                {" "}
                {t("insteadOf")} <s>{block.oldPrice}</s>
              </span>
            )}
          </p>
        )}
        <MoreLink label={block.label} />
      </div>
    </div>
  );
}

function EventView({ block }: { block: BlockOf<"event"> }): ReactNode {
  const format = useDayWords();
  if (!block.title.trim() && !block.start) return <Empty name="event" />;
  const start = format(block.start);
  return (
    <div className="b-beside b-event">
      {start && (
        <span className="b-tile" aria-hidden="true">
          <b>{start.number}</b>
          {start.month}
        </span>
      )}
      <div>
        <p className="b-title">{block.title}</p>
        {start && <p className="b-muted">{start.words}</p>}
        {block.place && <p className="b-muted">{block.place}</p>}
        {block.text && <p className="b-lines">{block.text}</p>}
        <MoreLink label={block.label} />
      </div>
    </div>
  );
}

/** A local day in words, as the mail will say it. */
function useDayWords(): (
  local: string,
) => { number: string; month: string; words: string } | undefined {
  const { locale } = useFormat();
  return (local) => {
    const date = local ? new Date(`${local.slice(0, 10)}T12:00:00Z`) : undefined;
    if (!date || Number.isNaN(date.getTime())) return undefined;
    const write = (options: Intl.DateTimeFormatOptions): string =>
      new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
        ...options,
        timeZone: "UTC",
      }).format(date);
    const time = local.slice(11, 16);
    return {
      number: write({ day: "numeric" }),
      month: write({ month: "short" }),
      words: `${write({ weekday: "long", day: "numeric", month: "long", year: "numeric" })}${time ? `, ${time}` : ""}`,
    };
  };
}

function SocialView({ block, kit }: { block: BlockOf<"social">; kit: BrandKitAnswer }): ReactNode {
  const links = block.links.length > 0 ? block.links : kit.social;
  if (links.length === 0) return <Empty name="social" />;
  return (
    <p className="b-social" style={{ textAlign: block.align }}>
      {links.map((link, index) => (
        <span key={index} className="b-link b-strong">
          {networkName(link.network)}
        </span>
      ))}
    </p>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  linkedin: "LinkedIn",
  xing: "XING",
  youtube: "YouTube",
  tiktok: "TikTok",
};

export function networkName(network: string): string {
  return NAMES[network] ?? network.charAt(0).toUpperCase() + network.slice(1);
}

function AdvisorView({ block }: { block: BlockOf<"advisor"> }): ReactNode {
  if (!block.name.trim() && !block.photo.trim()) return <Empty name="advisor" />;
  return (
    <div className="b-beside">
      {block.photo.trim() && <Picture className="b-photo" src={block.photo} alt={block.alt} />}
      <div>
        {block.text && <p className="b-lines">{block.text}</p>}
        {block.signature.trim() && <Picture className="b-signature" src={block.signature} alt="" />}
        <p className="b-title">{block.name}</p>
        {block.role && <p className="b-muted">{block.role}</p>}
        <p className="b-muted">{[block.phone, block.email].filter(Boolean).join(" · ")}</p>
        <MoreLink label={block.label} />
      </div>
    </div>
  );
}

function LegalView({ block, kit }: { block: BlockOf<"legal">; kit: BrandKitAnswer }): ReactNode {
  const t = useTexts(blockTexts);
  return (
    <div className="b-legal">
      {block.question && (
        <div className="b-question">
          <Note name="questionNote" />
        </div>
      )}
      {kit.footer && <p className="b-muted b-lines">{kit.footer}</p>}
      <p className="b-link b-small">{t("legalLine")}</p>
      <Note name="legalNote" />
    </div>
  );
}

function VideoView({ block }: { block: BlockOf<"video"> }): ReactNode {
  const t = useTexts(blockTexts);
  if (!block.src.trim()) return <Empty name="video" />;
  return (
    <div className="b-video">
      <Picture src={block.src} alt={block.alt} />
      <p>
        <IconPlayerPlayFilled size={14} aria-hidden="true" /> {block.label || t("watch")}
      </p>
    </div>
  );
}

function CountdownView({ block }: { block: BlockOf<"countdown"> }): ReactNode {
  const t = useTexts(blockTexts);
  const format = useDayWords();
  if (!block.title.trim() && !block.end) return <Empty name="countdown" />;
  const end = format(block.end);
  return (
    <div className="b-countdown">
      {block.title && (
        <p>
          <b>{block.title}</b>
        </p>
      )}
      {end && (
        <p className="b-until">
          {t("until")} {end.words}
        </p>
      )}
      {block.note && <p className="b-muted">{block.note}</p>}
    </div>
  );
}

function HtmlView({ block }: { block: BlockOf<"html"> }): ReactNode {
  if (!block.html.trim()) return <Empty name="html" />;
  return <pre className="b-code">{block.html.slice(0, 600)}</pre>;
}
