import { Button, Modal, SegmentedControl, Select } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { BehaviourCountsView } from "../../../../../contract/behaviour.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { ChoiceCards, Loaded, showUndo, useGo, useTexts } from "../../../ui/index.ts";
import { editorPath } from "../places.ts";
import { Refused } from "../refused.tsx";
import { FollowUpCounts } from "./counts.tsx";
import { didOf, groups, isNegated, split, type Group } from "./group.ts";
import { texts } from "./texts.ts";

export interface FollowUpLink {
  no: number;
  url: string;
  label: string;
  notPersonal: boolean;
}

export interface FollowUpProps {
  mailingId: string;
  links: readonly FollowUpLink[];
  /** Begins with this group, and this link. */
  group?: Group;
  link?: number;
}

/** From the report to the next step: whom to write again, how many that are, and who is not part of it. */
export function FollowUpDialog(props: FollowUpProps & { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("title")} size={720}>
      <FollowUpForm {...props} />
    </Modal>
  );
}

function FollowUpForm(props: FollowUpProps & { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { mailingId, links, onClose } = props;
  const [group, setGroup] = useState<Group>(props.group ?? "clicked");
  const [link, setLink] = useState<number | undefined>(props.link);
  const [content, setContent] = useState<"copy" | "empty">("copy");
  const asksLink = didOf(group) === "clicked" && link !== undefined;
  const condition = { did: didOf(group), ...(asksLink ? { link } : {}) };
  const counts = useApiQuery<BehaviourCountsView>(`/mailings/${mailingId}/behaviour`, condition, {
    keepPrevious: true,
    staleTime: 0,
  });
  const create = useApiMutation(
    () =>
      api.post<MailingView>(`/mailings/${mailingId}/follow-up`, {
        ...condition,
        ...(isNegated(group) ? { negated: true } : {}),
        content,
      }),
    {
      invalidates: ["/mailings"],
      onSuccess: (made) => {
        onClose();
        go(editorPath(made.id));
        showUndo(t("created", { name: made.name }), async () => {
          await api.delete(`/mailings/${made.id}`);
          go("/mailings");
        });
      },
    },
  );
  const nobody = counts.data ? split(counts.data, group)?.inside === 0 : false;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!nobody && !create.isPending) create.mutate();
  };
  const chosen = asksLink ? links.find((one) => one.no === link) : undefined;
  const linkField = <LinkField links={links} value={link} onChange={setLink} />;
  return (
    <form className="k-stack" onSubmit={submit}>
      <div>
        <p className="m-legend">{t("who")}</p>
        <ChoiceCards
          legend={t("who")}
          hideLegend
          value={group}
          onChange={setGroup}
          choices={groups.map((value) => ({
            value,
            title: t(`choices.${value}.title`),
            text: t(`choices.${value}.text`),
            ...(didOf(value) === "clicked" ? { extra: linkField } : {}),
          }))}
        />
      </div>
      <div aria-live="polite">
        <Loaded query={counts}>
          {(data) => (
            <>
              <FollowUpCounts
                counts={data}
                group={group}
                {...(chosen ? { label: wordsOfLink(chosen, t("linkUntitled")) } : {})}
              />
              {didOf(group) === "clicked" && !asksLink && data.notPersonalLinks > 0 && (
                <p className="k-base m-under">
                  {t("notPersonal", { count: data.notPersonalLinks })}
                </p>
              )}
            </>
          )}
        </Loaded>
        <p className="k-base m-under">{nobody ? t("nobody") : t("lists")}</p>
      </div>
      <div>
        <p className="m-legend" id="m-follow-content">
          {t("content")}
        </p>
        <SegmentedControl
          className="m-segments"
          aria-labelledby="m-follow-content"
          value={content}
          onChange={(value) => setContent(value as "copy" | "empty")}
          data={[
            { value: "copy", label: t("copy") },
            { value: "empty", label: t("empty") },
          ]}
        />
      </div>
      {create.error && (
        <Refused
          error={create.error}
          words={{
            follow_up_needs_newsletter: t("errors.follow_up_needs_newsletter"),
            not_measured: t("errors.not_measured"),
            link_not_personal: t("errors.link_not_personal"),
          }}
        />
      )}
      <div className="k-row m-dialog-foot">
        <Button
          type="submit"
          variant="filled"
          disabled={nobody || !counts.data}
          loading={create.isPending}
        >
          {t("create")}
        </Button>
      </div>
    </form>
  );
}

function wordsOfLink(link: FollowUpLink, untitled: string): string {
  return link.label || untitled;
}

/** Links that are known of nobody stand there too, so that their absence needs no guessing (TRK-25). */
function LinkField(props: {
  links: readonly FollowUpLink[];
  value: number | undefined;
  onChange: (no: number | undefined) => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Select
      label={t("link")}
      allowDeselect={false}
      value={props.value === undefined ? "any" : String(props.value)}
      onChange={(value) => props.onChange(value === "any" ? undefined : Number(value))}
      data={[
        { value: "any", label: t("anyLink") },
        ...props.links.map((link) => ({
          value: String(link.no),
          label:
            `${link.no} · ${wordsOfLink(link, t("linkUntitled"))}` +
            (link.notPersonal ? ` (${t("linkNotPersonal")})` : ""),
          disabled: link.notPersonal,
        })),
      ]}
    />
  );
}
