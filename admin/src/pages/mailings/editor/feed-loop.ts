/** The latest items of a feed as they stand in a mailing: title with link, and the first words. */
export function feedLoop(key: string): string {
  return `{% for item in feeds.${key}.items limit: 3 %}\n<h2><a href="{{ item.url }}">{{ item.title }}</a></h2>\n<p>{{ item.summary | truncatewords: 25 }}</p>\n{% endfor %}`;
}

/** The same for a block, which has no style sheet of its own: in the mail's own type, light and dark. */
export function feedLoopInBlock(key: string): string {
  return `{% for item in feeds.${key}.items limit: 3 %}
<p style="margin:0;font-size:19px;line-height:27px"><a class="kp-link" href="{{ item.url }}" style="color:inherit;text-decoration:underline">{{ item.title }}</a></p>
<p style="margin:4px 0 22px">{{ item.summary | truncatewords: 25 }}</p>
{% endfor %}`;
}
