import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ToolsView, ToolView } from "../../../../../contract/oversight.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  EmptyState,
  Link,
  Loaded,
  Notice,
  Pill,
  SimpleTable,
  inSentence,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { PlaceTabs } from "./place-tabs.tsx";
import "./places.css";
import { texts } from "./texts.ts";
import { ToolDialog } from "./tool-dialog.tsx";

/** What is connected with the account, and who answers for it (ORG-15). */
export default function ToolsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<ToolsView>("/tools");
  const [edited, setEdited] = useState<ToolView | "new">();
  return (
    <Cockpit
      section="places"
      actions={
        can("privacy.manage") && <Button onClick={() => setEdited("new")}>{t("addTool")}</Button>
      }
    >
      <PlaceTabs current="tools" />
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("toolsLead")}</p>
        <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
          {({ items, open }) =>
            items.length === 0 ? (
              <Card>
                <EmptyState
                  icon={<IconPlugConnected size={28} stroke={1.6} />}
                  title={t("noTools")}
                />
              </Card>
            ) : (
              <>
                <Notice
                  tone={open > 0 ? "wait" : "ok"}
                  title={open > 0 ? t("toolsOpen", { count: open }) : t("toolsSettled")}
                />
                <Card>
                  <Tools items={items} onEdit={setEdited} />
                </Card>
              </>
            )
          }
        </Loaded>
      </div>
      {edited !== undefined && (
        <ToolDialog
          tool={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Cockpit>
  );
}

function Tools(props: { items: ToolView[]; onEdit: (tool: ToolView) => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  return (
    <SimpleTable
      label={t("toolsTable")}
      words
      head={
        <tr>
          {(["tool", "owner", "data", "review", "state"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`columns.${column}`)}
            </th>
          ))}
          <th scope="col">
            <span className="k-hidden-visually">{t("change")}</span>
          </th>
        </tr>
      }
    >
      {props.items.map((tool) => (
        <tr key={tool.key}>
          <td data-label={t("columns.tool")}>
            <b>{tool.path === null ? tool.name : <Link to={tool.path}>{tool.name}</Link>}</b>
            <span className="k-sub">
              {[t(`kinds.${tool.kind}`), tool.vendor, tool.host].filter(Boolean).join(" · ")}
            </span>
          </td>
          <td data-label={t("columns.owner")}>
            {tool.owner || t("noOwner")}
            <span className="k-sub">{tool.purpose}</span>
          </td>
          <td data-label={t("columns.data")}>
            {format.list(
              tool.dataClasses.map((one, at) =>
                // English writes nouns within a sentence small.
                at > 0 && format.locale === "en"
                  ? inSentence(t(`classes.${one}`))
                  : t(`classes.${one}`),
              ),
            ) || "–"}
            {tool.canTrack && <span className="k-sub">{t("canTrackYes")}</span>}
          </td>
          <td data-label={t("columns.review")}>
            {tool.reviewOn === null ? "–" : format.date(`${tool.reviewOn}T12:00:00Z`)}
          </td>
          <td data-label={t("columns.state")}>
            <Pill
              tone={tool.state === "fine" ? "ok" : tool.state === "incomplete" ? "wait" : "danger"}
            >
              {t(`states.${tool.state}`)}
            </Pill>
          </td>
          <td>
            {can("privacy.manage") && (
              <Button
                size="xs"
                aria-label={`${t(tool.state === "fine" ? "change" : "fill")}: ${tool.name}`}
                onClick={() => props.onEdit(tool)}
              >
                {t(tool.state === "fine" ? "change" : "fill")}
              </Button>
            )}
          </td>
        </tr>
      ))}
    </SimpleTable>
  );
}
