import { Button, Modal } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { HoldView, RetentionView } from "../../../../../contract/retention.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  currentTime,
  Link,
  Pill,
  showDone,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { HoldForm } from "./hold-form.tsx";
import { texts } from "./texts.ts";

const INVALIDATES = ["/retention", "/retention/dry-run"];

/** Legal holds in force, and those that ended lately (RET-10). */
export function HoldsCard({ retention }: { retention: RetentionView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<HoldView>();
  const end = useApiMutation((hold: HoldView) => api.post(`/retention/holds/${hold.id}/end`), {
    invalidates: INVALIDATES,
    onSuccess: () => showDone(t("holds.ended")),
  });
  const mayManage = can("privacy.manage");
  const active = retention.holds.filter((hold) => hold.endedAt === null);
  return (
    <Card title={t("holds.title")}>
      <div className="k-stack">
        <p className="k-muted">{t("holds.text")}</p>
        {active.length === 0 && <p>{t("holds.none")}</p>}
        {retention.holds.length > 0 && (
          <ul className="ret-lines">
            {retention.holds.map((hold) => (
              <HoldLine
                key={hold.id}
                hold={hold}
                classes={retention.classes}
                {...(mayManage ? { onEnd: () => setEnding(hold) } : {})}
              />
            ))}
          </ul>
        )}
        {mayManage && (
          <div>
            <Button
              leftSection={<IconLock size={18} stroke={1.6} aria-hidden="true" />}
              onClick={() => setAdding(true)}
            >
              {t("holds.add")}
            </Button>
          </div>
        )}
      </div>
      <Modal opened={adding} onClose={() => setAdding(false)} size={560} title={t("holds.add")}>
        {adding && <HoldForm classes={retention.classes} onClose={() => setAdding(false)} />}
      </Modal>
      <ConfirmDialog
        opened={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t("holds.endTitle")}
        action={t("holds.endIt")}
        danger
        onConfirm={() => end.mutateAsync(ending!)}
      >
        {t("holds.endText")}
      </ConfirmDialog>
    </Card>
  );
}

function HoldLine(props: {
  hold: HoldView;
  classes: RetentionView["classes"];
  onEnd?: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { hold } = props;
  const isDue = hold.endedAt === null && new Date(hold.reviewOn) <= currentTime();
  const about =
    hold.scope === "class"
      ? (props.classes.find((each) => each.id === hold.class)?.label[locale] ?? hold.class)
      : t(`holds.scope.${hold.scope}`);
  return (
    <li>
      <div>
        <b>
          {hold.contactId === null ? (
            about
          ) : (
            <Link to={`/contacts/${hold.contactId}`}>{hold.email ?? about}</Link>
          )}
        </b>{" "}
        {isDue && <Pill tone="wait">{t("holds.due")}</Pill>}
        {hold.reason !== "" && <p>{hold.reason}</p>}
        {hold.reason === "" && <p className="k-muted">{t("holds.hidden")}</p>}
        <span className="k-sub">
          {hold.endedAt === null
            ? t("holds.until", {
                end: format.date(hold.endsOn),
                review: format.date(hold.reviewOn),
              })
            : t("holds.endedBy", { date: format.date(hold.endedAt), name: hold.endedBy ?? "" })}
          {" · "}
          {t("holds.by", { name: hold.startedBy, date: format.date(hold.startedAt) })}
        </span>
      </div>
      {hold.endedAt === null && props.onEnd && (
        <Button size="xs" onClick={props.onEnd} aria-label={`${t("holds.endIt")}: ${about}`}>
          {t("holds.endIt")}
        </Button>
      )}
    </li>
  );
}
