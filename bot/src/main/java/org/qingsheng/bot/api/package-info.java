/**
 * The REST API (接口) under {@code /api/v1}: what other programs may do, with the same rights and the
 * same domain calls as the console. Its contract is {@code openapi.json}, served and tested against
 * the routes.
 *
 * <p>Does not live here: rules, SQL, pages, who may pass (the console's doorkeeper).
 */
@NullMarked
package org.qingsheng.bot.api;

import org.jspecify.annotations.NullMarked;
