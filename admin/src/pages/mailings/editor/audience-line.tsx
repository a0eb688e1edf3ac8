import { Modal, Skeleton } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { AudienceView } from "../../../../../contract/mailings.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { useFormat, useTexts } from "../../../ui/index.ts";
import { ExclusionReasons } from "../reasons.tsx";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";

/** How many on the chosen lists may be mailed and how many measured; one click says why not the rest. */
export function AudienceLine(props: {
  listIds: string[];
  purpose?: string | null;
  wordingFrom?: string | null;
  segment?: string | null;
}): ReactNode {
  const { listIds, purpose, wordingFrom, segment } = props;
  const t = useTexts(texts);
  if (listIds.length === 0) return <p className="k-base m-under">{t("audienceNone")}</p>;
  return (
    <Counted
      query={{
        lists: listIds.join(","),
        ...(purpose ? { purpose } : {}),
        ...(wordingFrom ? { wordingFrom } : {}),
        ...(segment ? { segment } : {}),
      }}
      asks={Boolean(purpose)}
      of={(total) => t(segment ? "audienceOfSegment" : "audienceOf", { total })}
    />
  );
}

/** The same for everybody who ever bought something, and one offer to them. */
export function CustomerLine(props: { category: string; entity: string }): ReactNode {
  const t = useTexts(texts);
  return <Counted query={props} of={(total) => t("audienceOfBuyers", { count: total })} />;
}

function Counted(props: {
  query: Record<string, string>;
  /** Measured for nobody. */
  asks?: boolean;
  of: (total: number) => string;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const audience = useApiQuery<AudienceView>(
    can("lists.read") ? "/audience" : undefined,
    props.query,
    { keepPrevious: true },
  );
  const { data } = audience;
  if (!data) return audience.isPending ? <Skeleton height={56} mt={8} radius="md" /> : null;
  const leftOut = data.candidates - data.mailable;
  return (
    <div className="m-audience">
      <p>
        <b>{format.number(data.mailable)}</b> {t(props.asks ? "audienceAsked" : "audienceMailable")}
      </p>
      <p>
        {props.asks ? (
          t("audienceUnmeasured")
        ) : (
          <>
            <b>{format.number(data.measurable)}</b> {t("audienceMeasurable")}
          </>
        )}
      </p>
      <p className="k-muted">
        {props.of(data.candidates)}
        {leftOut > 0 && (
          <>
            {" · "}
            <button type="button" className="k-textbutton" onClick={() => setOpen(true)}>
              {tShared("whyNot")}
            </button>
          </>
        )}
      </p>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={tShared("whyNotTitle", { count: leftOut })}
        size={560}
      >
        <ExclusionReasons reasons={data.reasons} />
      </Modal>
    </div>
  );
}
