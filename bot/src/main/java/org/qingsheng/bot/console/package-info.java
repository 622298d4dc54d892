/**
 * The console (工作台) and the page of the web chat: what people see.
 *
 * <p>Lives here: the one HTTP server, who may open which address, forms and pages over the domain
 * packages, live updates, Chinese words for times and events. A page is a record in {@code
 * console.page} and a template of the same name; the handler asks the domain, fills the record and
 * decides nothing else.
 *
 * <p>Does not live here: rules about items, entries and people, SQL, what is said to askers.
 */
@NullMarked
package org.qingsheng.bot.console;

import org.jspecify.annotations.NullMarked;
