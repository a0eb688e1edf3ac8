import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { PaceLimitView, PaceView } from "../../../../../contract/pace.ts";
import { Card, useTexts } from "../../../ui/index.ts";
import { LimitForm } from "./limit-form.tsx";
import { texts } from "./texts.ts";

const none = (scope: PaceLimitView["scope"], name: string): PaceLimitView => ({
  scope,
  name,
  label: name,
  perSecond: null,
  perHour: null,
});

/** Limits of the account's own: altogether, from its domains, to single providers. */
export function LimitsCard(props: { pace: PaceView; mayChange: boolean }): ReactNode {
  const t = useTexts(texts);
  const { limits, warmUps, providers } = props.pace;
  const [editing, setEditing] = useState<PaceLimitView | "new">();
  const of = (scope: PaceLimitView["scope"], name = ""): PaceLimitView =>
    limits.find((limit) => limit.scope === scope && limit.name === name) ?? none(scope, name);
  const shown = [
    of("account"),
    ...warmUps.map(({ domain }) => of("domain", domain)),
    ...limits.filter((limit) => limit.scope === "provider"),
  ];
  const words = (limit: PaceLimitView): string =>
    limit.scope === "account"
      ? t("limits.account")
      : t(limit.scope === "domain" ? "limits.domain" : "limits.provider", { name: limit.label });
  const figures = ({ perSecond, perHour }: PaceLimitView): string =>
    [
      perSecond !== null && t("limits.perSecond", { count: perSecond }),
      perHour !== null && t("limits.perHour", { count: perHour }),
    ]
      .filter((figure) => figure !== false)
      .join(", ") || t("limits.none");
  return (
    <Card title={t("limits.title")}>
      <div className="k-stack">
        <p className="k-muted">{t("limits.text")}</p>
        <ul className="set-lines">
          {shown.map((limit) => (
            <li key={`${limit.scope} ${limit.name}`}>
              <div className="pace-line">
                <b>{words(limit)}</b>
                <span className="k-muted">{figures(limit)}</span>
              </div>
              {props.mayChange && (
                <Button
                  size="xs"
                  aria-label={`${t("change")}: ${words(limit)}`}
                  onClick={() => setEditing(limit)}
                >
                  {t("change")}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {props.mayChange && (
          <div>
            <Button
              size="xs"
              leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
              onClick={() => setEditing("new")}
            >
              {t("limits.add")}
            </Button>
          </div>
        )}
      </div>
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        size={520}
        title={
          editing === "new" ? t("limits.add") : editing ? words(editing) : t("limits.editTitle")
        }
      >
        {editing && (
          <LimitForm
            {...(editing === "new" ? {} : { limit: editing })}
            providers={providers.filter(
              ({ id }) => !limits.some((limit) => limit.scope === "provider" && limit.name === id),
            )}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Modal>
    </Card>
  );
}
