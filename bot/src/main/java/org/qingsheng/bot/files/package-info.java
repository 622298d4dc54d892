/**
 * Files that people send (文件): what kinds are taken, where their bytes lie, when they go.
 *
 * <p>Does not live here: how a platform hands them over ({@code adapters}), which item they belong
 * to ({@code ledger}), who may have them ({@code console}).
 */
@NullMarked
package org.qingsheng.bot.files;

import org.jspecify.annotations.NullMarked;
