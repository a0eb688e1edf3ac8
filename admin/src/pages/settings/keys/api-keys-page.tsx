import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import type { Static } from "typebox";
import { useState, type ReactNode } from "react";
import type { ApiKeySchema } from "../../../../../contract/operators.ts";
import { api, useApiMutation, useApiQuery, useSession } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  EmptyState,
  Loaded,
  Page,
  Pill,
  showDone,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { texts } from "./texts.ts";

type ApiKey = Static<typeof ApiKeySchema>;

/** Keys of programs: what for, with which rights, until when (ORG-15, ORG-16). */
export default function ApiKeysPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const query = useApiQuery<{ items: ApiKey[] }>("/api-keys");
  const [creating, setCreating] = useState(false);
  const some = (query.data?.items.length ?? 0) > 0;
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      actions={
        some && (
          <Button
            variant="filled"
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => setCreating(true)}
          >
            {t("create")}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ items }) => (
          <Card>
            {items.length === 0 ? (
              <EmptyState
                icon={<IconKey size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={
                  <>
                    <Button variant="filled" onClick={() => setCreating(true)}>
                      {t("create")}
                    </Button>
                    <Button component="a" href="/api/v1/openapi.json" target="_blank">
                      {t("openApi")}
                    </Button>
                  </>
                }
              />
            ) : (
              <ul className="set-lines">
                {items.map((key) => (
                  <KeyLine key={key.id} apiKey={key} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Loaded>
      <NewKeyDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

function KeyLine({ apiKey }: { apiKey: ApiKey }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { me } = useSession();
  const [revoking, setRevoking] = useState(false);
  const revoke = useApiMutation(() => api.delete(`/api-keys/${apiKey.id}`), {
    invalidates: ["/api-keys"],
    onSuccess: () => showDone(t("revoked")),
  });
  const state = stateOf(apiKey, me.now);
  return (
    <li>
      <div className="set-line-text">
        <b>{apiKey.name}</b>
        <Pill tone={TONES[state]}>
          {state === "active"
            ? t("until", { date: format.date(apiKey.expiresAt) })
            : state === "ending"
              ? t("endsIn", { count: daysLeft(apiKey, me.now) })
              : t(`states.${state}`)}
        </Pill>
        <p>{apiKey.purpose}</p>
        <p>
          {apiKey.scopes.length === 1
            ? apiKey.scopes[0]
            : t("scopes", { count: apiKey.scopes.length })}
          {" · "}
          {apiKey.lastUsedOn
            ? t("lastUsed", { date: format.date(apiKey.lastUsedOn) })
            : t("neverUsed")}
          {apiKey.createdBy && ` · ${t("createdBy", { name: apiKey.createdBy })}`}
        </p>
      </div>
      {(state === "active" || state === "ending") && (
        <Button
          size="xs"
          variant="subtle"
          color="red"
          aria-label={`${t("revoke")}: ${apiKey.name}`}
          onClick={() => setRevoking(true)}
        >
          {t("revoke")}
        </Button>
      )}
      <ConfirmDialog
        opened={revoking}
        onClose={() => setRevoking(false)}
        title={t("revokeTitle")}
        action={t("revoke")}
        danger
        typeWord={apiKey.name}
        onConfirm={() => revoke.mutateAsync()}
      >
        {t("revokeText", { name: apiKey.name })}
      </ConfirmDialog>
    </li>
  );
}

const DAY_MS = 86_400_000;
/** From here on a new key should be made. */
const ENDING_DAYS = 30;
const TONES = { active: "go", ending: "wait", revoked: "no", expired: "unknown" } as const;

const daysLeft = (key: ApiKey, now: string): number =>
  Math.max(1, Math.ceil((Date.parse(key.expiresAt) - Date.parse(now)) / DAY_MS));

function stateOf(key: ApiKey, now: string): keyof typeof TONES {
  if (key.revokedAt !== null) return "revoked";
  if (Date.parse(key.expiresAt) <= Date.parse(now)) return "expired";
  return daysLeft(key, now) <= ENDING_DAYS ? "ending" : "active";
}
